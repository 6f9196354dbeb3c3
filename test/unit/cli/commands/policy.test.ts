import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { FakeComponents, greetTool } from '../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const VALID = 'version: "1.0"\npermissions: { network: { allow: [{ host: x.com }] } }'

describe('policy get', () => {
  it('prints what the tool of that name answers', async () => {
    const { exitCode, stdout } = await runFakeCli(['policy', 'get', 'first'], { components: installed() })
    assert.equal(exitCode, 0)
    assert.equal(JSON.parse(stdout).status, 'no policy found')
  })

  it('fails for a component that is not there', async () => {
    const { exitCode, stderr } = await runFakeCli(['policy', 'get', 'other'], { components: installed() })
    assert.equal(exitCode, 1)
    assert.match(stderr, /Component not found/)
  })
})

describe('policy validate', () => {
  it('checks every component', async () => {
    const { exitCode, stdout } = await runFakeCli(['policy', 'validate'], { components: installed() })
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), {
      status: 'valid',
      policies: [{ of: 'first', problems: [], warnings: [] }],
    })
  })

  for (const [name, text, flags, exitCode] of [
    ['a valid file', VALID, [], 0],
    ['a file with an unknown key', `${VALID}\nextra: 1`, [], 0],
    ['an unknown key, strictly', `${VALID}\nextra: 1`, ['--strict'], 1],
    ['a broken file', 'version: [', [], 1],
    ['another version', 'version: "2.0"\npermissions: {}', [], 1],
  ] as const) {
    it(`exits with ${exitCode} for ${name}`, async (context) => {
      const file = join(await temporaryFolder(context), 'policy.yaml')
      await writeFile(file, text)
      const run = await runFakeCli(['policy', 'validate', file, ...flags])
      assert.equal(run.exitCode, exitCode)
      assert.equal(JSON.parse(run.stdout).status, exitCode === 0 ? 'valid' : 'invalid')
      assert.equal(run.stderr.startsWith('Error: '), exitCode === 1)
    })
  }

  it('names the line of what is wrong', async (context) => {
    const file = join(await temporaryFolder(context), 'policy.yaml')
    await writeFile(file, 'version: "1.0"\npermissions:\n  network: { allow: [{ host: "" }] }')
    const { stderr } = await runFakeCli(['policy', 'validate', file])
    assert.equal(stderr, `Error: Fix line 3 of '${file}': Network host cannot be empty\n`)
  })

  it('fails for a file that is not there', async () => {
    const { exitCode, stderr } = await runFakeCli(['policy', 'validate', '/no/such/policy.yaml'])
    assert.equal(exitCode, 1)
    assert.match(stderr, /Cannot read '\/no\/such\/policy.yaml'/)
  })
})

describe('policy explain', () => {
  it('prints the answer and the rule', async () => {
    const { stdout } = await runFakeCli(['policy', 'explain', 'first', 'https://x.com/'], {
      components: installed(),
    })
    assert.deepEqual(JSON.parse(stdout), {
      component_id: 'first',
      answers: [{ attempt: 'https://x.com/', decision: 'allowed', rule: 'a rule' }],
    })
  })
})

function installed(): FakeComponents {
  return new FakeComponents([{ id: 'first', tools: [greetTool('greet')] }])
}
