import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { describeWishes, PolicyStore } from '#policy'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** Texts that keep the YAML library busy for seconds, each within the length that a policy may have. */
const TEXTS: Readonly<Record<string, string>> = {
  'lists in lists': '['.repeat(64_000),
  'objects in objects': '{a: '.repeat(16_000),
  'items of items': '- '.repeat(32_000),
  'keys without end': Array.from({ length: 8_000 }, (_, index) => `k${index}: `).join('\n'),
  'tags without end': '!a '.repeat(21_000),
  aliases: `a: &a 1\n${'- *a\n'.repeat(12_000)}`,
  'mistakes without end': '} '.repeat(32_000),
}

const RULES = Array.from({ length: 100 }, (_, index) => `      - host: "api-${index}.example.com"`)
const MODEST = `version: "1.0"\npermissions:\n  network:\n    allow:\n${RULES.join('\n')}\n`

describe('a policy that comes along with a component', () => {
  for (const [what, text] of Object.entries(TEXTS)) {
    it(`is not parsed where it is ${what}`, async (t) => {
      assert.equal(describeWishes(text), null)
      const folder = await temporaryFolder(t)
      await writeFile(join(folder, 'x.request.yaml'), text)
      await assert.rejects(new PolicyStore({ folder, ceilingFile: null }).grantRequested('x'), {
        code: 'POLICY_INVALID',
        message: /more than an author may ask for/,
      })
    })
  }

  it('may ask for a hundred hosts', () => {
    assert.notEqual(describeWishes(MODEST), null)
  })
})
