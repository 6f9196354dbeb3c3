import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

describe('doctor', () => {
  it('shows each check and the next step, and ends well where all works', async (t) => {
    const env = { HOME: await temporaryFolder(t), PATH: '/nowhere' }
    const { exitCode, stdout } = await runFakeCli(['doctor'], { env })
    assert.equal(exitCode, 0)
    assert.match(stdout, /^ok {7}Node {16}\d+\.\d+\.\d+/m)
    assert.match(stdout, /^warning {2}Isolation .*\n {29}next: /m)
  })

  it('says what sandbox processes may take together, and where that comes from', async (t) => {
    const env = { HOME: await temporaryFolder(t), PATH: '/nowhere' }
    const byDefault = await runFakeCli(['doctor'], { env })
    assert.match(
      byDefault.stdout,
      /^ok {7}Memory .*\d MiB for all sandbox processes together: three quarters of /m,
    )
    assert.match(byDefault.stdout, /^ok {7}Processors .*up to \d processes of one component/m)
    const set = await runFakeCli(['doctor'], { env: { ...env, WASSETTE_MAX_SANDBOX_MEMORY: '512MiB' } })
    assert.match(set.stdout, /^ok {7}Memory .*512 MiB for all .*: max_sandbox_memory$/m)
  })

  it('prints data for scripts', async (t) => {
    const env = { HOME: await temporaryFolder(t), PATH: '/nowhere' }
    const { stdout } = await runFakeCli(['doctor', '-o', 'json'], { env })
    const { status, checks } = JSON.parse(stdout)
    assert.equal(status, 'ok')
    assert.deepEqual(Object.keys(checks[0]), ['name', 'status', 'detail', 'next'])
  })

  it('fails where something keeps it from working', async (t) => {
    const home = await temporaryFolder(t)
    await mkdir(join(home, 'file'), { recursive: true })
    await writeFile(join(home, 'file', 'components'), '')
    const env = { HOME: home, PATH: '/nowhere', WASSETTE_COMPONENT_DIR: join(home, 'file', 'components') }
    const { exitCode, stdout, stderr } = await runFakeCli(['doctor'], { env })
    assert.equal(exitCode, 1)
    assert.match(stdout, /^failed {3}Component folder/m)
    assert.match(stderr, /^Error: Component folder: /)
  })
})
