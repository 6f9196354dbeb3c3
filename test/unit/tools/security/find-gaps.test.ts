import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { ATTACKS } from '../../../../tools/security/attacks.ts'
import { findGaps } from '../../../../tools/security/find-gaps.ts'
import { rowOf } from '../../../../tools/security/table.ts'

describe('findGaps()', () => {
  it('finds a test for every row, and a row for every test under test/security', async () => {
    assert.deepEqual(await findGaps(ATTACKS), [])
  })

  it('finds a row without a test, and tests without a row', async () => {
    const tests = [{ file: 'test/security/mcp/ids.test.ts', title: 'nobody wrote this' }]
    const gaps = await findGaps([{ name: 'X', attacks: [{ attack: '', tries: '', defence: '', tests }] }])
    assert.ok(
      gaps.includes(
        "test/security/mcp/ids.test.ts has no test 'nobody wrote this': mend its row in tools/security/attacks",
      ),
    )
    assert.ok(gaps.some((gap) => gap.startsWith("No row names the test 'leads no tool out")))
  })
})

describe('docs/security.md', () => {
  it('has the rows of all attacks, in order, and no others', async () => {
    const document = await readFile('docs/security.md', 'utf8')
    const begin = document.indexOf('<!-- table:')
    const lines = document.slice(begin, document.indexOf('<!-- end of table -->')).split('\n')
    const rows = lines.filter((line) => /^\| (?!attack |---)/.test(line))
    const expected = ATTACKS.flatMap(({ attacks }) => attacks).map(rowOf)
    assert.deepEqual(
      rows.map((row, index) => row.slice(0, expected[index]?.length)),
      expected,
      'run npm run security -- --write',
    )
    assert.doesNotMatch(document, /\*\*not (?:stopped|tried)\*\*/)
  })
})
