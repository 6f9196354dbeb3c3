import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser, type ScratchUser } from '../../helpers/wassette.ts'

const TOOLS: Readonly<Record<string, object>> = {
  'get-policy': {},
  'grant-storage-permission': { details: { uri: 'fs:///tmp', access: ['read'] } },
  'grant-network-permission': { details: { host: 'x.com' } },
  'grant-environment-variable-permission': { details: { key: 'KEY' } },
  'revoke-storage-permission': { details: { uri: 'fs:///tmp' } },
  'revoke-network-permission': { details: { host: 'x.com' } },
  'revoke-environment-variable-permission': { details: { key: 'KEY' } },
  'reset-permission': {},
}

/** A policy file outside the component folder, which an id could lead to. */
const POLICY = 'version: "1.0"\n'

async function userWithPrecious(user: ScratchUser): Promise<string> {
  await mkdir(user.componentDir, { recursive: true })
  const path = join(user.home, 'precious.policy.yaml')
  await writeFile(path, POLICY)
  return path
}

async function filesOf({ home }: ScratchUser): Promise<readonly string[]> {
  const names = await readdir(home, { recursive: true })
  return names.filter((name) => /policy|request/.test(name)).toSorted()
}

describe('an id from a model', () => {
  for (const grants of ['ask', 'model']) {
    it(`leads no tool out of the component folder, with --grants ${grants}`, async (t) => {
      const user = await scratchUser(t)
      const precious = await userWithPrecious(user)
      const before = await filesOf(user)
      await using server = await RunningServer.start(user, { flags: ['--grants', grants] })
      const ids = [
        '../../../../precious',
        precious.replace('.policy.yaml', ''),
        '..',
        'a/../../x',
        'a\\..\\x',
        'a\0b',
        '__proto__',
        'x'.repeat(10_000),
      ]
      for (const [tool, args] of Object.entries(TOOLS)) {
        for (const id of ids) {
          const { isError, text } = await server.call(tool, { component_id: id, ...args })
          assert.ok(isError || text.includes('no policy found'), `${tool} took '${id}': ${text}`)
        }
      }
      assert.equal(await readFile(precious, 'utf8'), POLICY)
      assert.deepEqual(await filesOf(user), before)
    })
  }
})
