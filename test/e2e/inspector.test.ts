import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'

import { BUILTIN_TOOL_NAMES } from '../helpers/builtin-tool-names.ts'
import { guestPath } from '../helpers/guest.ts'
import { runWassette, scratchUser, WASSETTE, type ScratchUser } from '../helpers/wassette.ts'

const INSPECTOR = fileURLToPath(new URL('../../node_modules/.bin/mcp-inspector', import.meta.url))

for (const era of ['legacy', 'modern']) {
  describe(`the Inspector's command line, ${era}`, () => {
    it('lists the tools, with nothing that its lint finds wrong', async (t) => {
      const user = await userWithCharcount(t)
      const { status, stdout } = inspect(['--protocol-era', era, '--strict', '--method', 'tools/list'], user)
      assert.equal(status, 0)
      const { tools }: { tools: { name: string }[] } = JSON.parse(stdout)
      assert.deepEqual(
        tools.map((tool) => tool.name),
        ['count-characters', ...BUILTIN_TOOL_NAMES],
      )
    })

    it('calls a tool', async (t) => {
      const user = await userWithCharcount(t)
      const call = [
        '--method',
        'tools/call',
        '--tool-name',
        'count-characters',
        '--tool-arg',
        'text=hello wasm mcp',
      ]
      const { status, stdout } = inspect(['--protocol-era', era, ...call], user)
      assert.equal(status, 0)
      assert.partialDeepStrictEqual(JSON.parse(stdout), {
        content: [{ type: 'text', text: '14' }],
        structuredContent: { result: 14 },
      })
    })
  })
}

async function userWithCharcount(t: Parameters<typeof scratchUser>[0]): Promise<ScratchUser> {
  const user = await scratchUser(t)
  await runWassette(['component', 'load', `file://${await guestPath('charcount')}`], user)
  return user
}

function inspect(args: readonly string[], { env }: ScratchUser) {
  const command = ['--cli', process.execPath, WASSETTE, 'serve', '--stdio', ...args]
  return spawnSync(process.execPath, [INSPECTOR, ...command], { env, encoding: 'utf8' })
}
