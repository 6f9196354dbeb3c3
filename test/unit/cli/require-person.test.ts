import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { FakeComponents, greetTool } from '../../helpers/fake-components.ts'
import { type FakeSurroundings, runFakeCli } from '../../helpers/run-fake-cli.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const HOST = { host: 'x.com' }

/** Each way to allow something from a shell, on a component that has asked for the same. */
const WAYS = [
  ['permission', 'approve', '00000000'],
  ['permission', 'grant', 'network', 'first', HOST.host],
  [
    'tool',
    'invoke',
    'grant-network-permission',
    '--args',
    JSON.stringify({ component_id: 'first', details: HOST }),
  ],
] as const

async function run(args: readonly string[], surroundings: FakeSurroundings = {}) {
  const components = new FakeComponents([{ id: 'first', tools: [greetTool('greet')] }])
  await components.permissions.request('first', { kind: 'network', host: HOST.host })
  const ended = await runFakeCli(args, { ...surroundings, components })
  return { ...ended, grants: components.permissions.grants.length }
}

/** The operator's settings. */
async function settings(context: TestContext, text: string): Promise<FakeSurroundings> {
  const file = join(await temporaryFolder(context), 'config.toml')
  await writeFile(file, text)
  return { env: { WASSETTE_CONFIG_FILE: file } }
}

for (const way of WAYS) {
  describe(way.slice(0, 3).join(' '), () => {
    it('allows what a person was shown and agrees to', async () => {
      for (const answer of ['y\n', 'yes\n', ' YES \r\n']) {
        const { exitCode, asked, grants } = await run(way, { answer })
        assert.match(
          asked,
          /"first".*connect to "x\.com" by http and https on every port.*\nAllow it\? \[y\/N\]: $/,
        )
        assert.deepEqual([exitCode, grants], [0, 1])
      }
    })

    it('allows nothing after another answer, or none', async () => {
      for (const answer of ['', '\n', 'n\n', 'yep\n', 'no\ny\n', '\u001By\n']) {
        const { exitCode, grants } = await run(way, { answer })
        assert.deepEqual([exitCode, grants], [1, 0], JSON.stringify(answer))
      }
    })

    it('allows nothing where there is no terminal, whatever comes by stdin', async () => {
      const { exitCode, stderr, grants } = await run(way, { stdin: 'y\ny\n' })
      assert.deepEqual([exitCode, grants], [1, 0])
      assert.match(stderr, /A person has to decide/)
    })

    it("takes '--yes' for an answer where the operator's settings say so, and nowhere else", async (t) => {
      const said = await settings(t, 'unattended_grants = true\n')
      assert.equal((await run([...way, '--yes'], said)).grants, 1)
      assert.equal((await run(way, said)).grants, 0)
      assert.equal((await run([...way, '--yes'])).grants, 0)
      const variable = { env: { WASSETTE_UNATTENDED_GRANTS: 'true', WASSETTE_GRANTS: 'model' } }
      assert.equal((await run([...way, '--yes'], variable)).grants, 0)
      assert.equal((await run([...way, '--yes'], { answer: 'n\n' })).grants, 0)
    })
  })
}
