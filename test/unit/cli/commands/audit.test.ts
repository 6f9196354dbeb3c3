import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const ENTRIES = [
  {
    kind: 'load',
    component: 'first',
    digest: 'sha256:1',
    principal: 'operator',
    reference: 'oci://r/first:1',
  },
  {
    kind: 'network',
    component: 'first',
    digest: 'sha256:1',
    principal: 'model',
    tool: 'fetch',
    decision: 'denied',
    attempt: 'GET https://example.com/\u001B[2J',
    rule: null,
  },
  { kind: 'call', component: 'other', principal: 'model', tool: 'add', outcome: 'returned', durationMs: 1.4 },
]

async function audit(t: TestContext, entries: readonly object[] = ENTRIES) {
  const path = join(await temporaryFolder(t), 'audit.jsonl')
  const lines = entries.map((entry) => JSON.stringify({ time: '2026-01-02T03:04:05.678Z', ...entry }))
  await writeFile(path, `${lines.join('\n')}\n{"cut off\n`)
  const env = { WASSETTE_AUDIT_FILE: path }
  return { lines, path, run: (...args: readonly string[]) => runFakeCli(['audit', ...args], { env }) }
}

describe('audit', () => {
  it('shows people what happened, without what would redraw their terminal', async (t) => {
    const { run } = await audit(t)
    const { exitCode, stdout } = await run()
    assert.equal(exitCode, 0)
    assert.deepEqual(stdout.split('\n'), [
      '2026-01-02 03:04:05  load      first                     oci://r/first:1  by operator',
      '2026-01-02 03:04:05  denied    first fetch               network: GET https://example.com/[2J (no rule)  by model',
      '2026-01-02 03:04:05  returned  other add                 1 ms  by model',
      '',
    ])
  })

  it('shows one component, and lines as they are', async (t) => {
    const { run, lines } = await audit(t)
    const { stdout } = await run('--component', 'first', '-o', 'json')
    assert.equal(stdout, `${lines[0]}\n${lines[1]}\n`)
  })

  it('says that it is turned off', async () => {
    const { exitCode, stderr } = await runFakeCli(['audit'], { env: { WASSETTE_AUDIT_FILE: 'off' } })
    assert.deepEqual([exitCode, stderr], [1, "Error: The audit is turned off; set 'audit_file'\n"])
  })

  it('is empty before anything has happened', async () => {
    const { exitCode, stdout } = await runFakeCli(['audit'], { env: { WASSETTE_AUDIT_FILE: '/nowhere/a' } })
    assert.deepEqual([exitCode, stdout], [0, ''])
  })

  it('finds a chain that was broken', async (t) => {
    const { run } = await audit(t)
    const { exitCode, stderr } = await run('--verify')
    assert.equal(exitCode, 1)
    assert.match(stderr, /^Error: Line 2 does not follow/)
  })
})
