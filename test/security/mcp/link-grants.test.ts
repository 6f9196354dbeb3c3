import assert from 'node:assert/strict'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { type Answer, connectClient, ERAS } from '../../helpers/connect-client.ts'
import { guestReference } from '../../helpers/guest.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { runWassette, scratchUser, WASSETTE } from '../../helpers/wassette.ts'

/** A link of the user that leads to what no component should see. */
async function openScene(context: TestContext) {
  const folder = await temporaryFolder(context)
  const [link, secret, other] = [join(folder, 'report'), join(folder, 'private'), join(folder, 'other')]
  for (const path of [secret, other]) await mkdir(path)
  await writeFile(join(secret, 'key'), 'SECRET')
  await symlink(secret, link)
  return { user: await scratchUser(context, { isUnattended: true }), link, secret, other }
}

const accept: Answer = { action: 'accept', content: { decision: 'allow until revoked' } }

describe('a grant of a link', () => {
  for (const era of ERAS) {
    it(`is asked for and granted with what the link leads to, by a client of ${era}`, async (t) => {
      const { user, link, secret, other } = await openScene(t)
      const shown: string[] = []
      const onQuestion = ({ message }: { readonly message: string }): Answer => {
        shown.push(message)
        return accept
      }
      const command = [process.execPath, WASSETTE, 'serve', '--stdio'] as const
      await using connected = await connectClient(command, { era, env: user.env, onQuestion })
      const { client } = connected
      await client.callTool({ name: 'load-component', arguments: { path: await guestReference('wasi-all') } })
      const asked = { component_id: 'wasi-all', details: { uri: `fs://${link}`, access: ['read'] } }
      await client.callTool({ name: 'grant-storage-permission', arguments: asked })
      assert.deepEqual(shown, [
        `The component "wasi-all" asks for permission to read "${link}" and everything in it, which leads to "${secret}".`,
      ])
      const policy = await readFile(join(user.componentDir, 'wasi-all.policy.yaml'), 'utf8')
      assert.match(policy, new RegExp(`resolved: ${RegExp.escape(secret)}$`, 'm'))
      const read = { name: 'read-file', arguments: { directory: link, path: 'key', follow: true } }
      assert.match(JSON.stringify(await client.callTool(read)), /SECRET/)
      // It leads elsewhere now: a person is asked anew.
      await rm(link)
      await symlink(other, link)
      await client.callTool({ name: 'grant-storage-permission', arguments: asked })
      assert.match(shown[1] ?? '', new RegExp(`leads to "${RegExp.escape(other)}"`))
    })
  }

  it('is shown with what it leads to by every command', async (t) => {
    const { user, link, secret } = await openScene(t)
    await using server = await RunningServer.start(user)
    await server.load('wasi-all')
    const asked = { component_id: 'wasi-all', details: { uri: `fs://${link}/*.txt`, access: ['read'] } }
    await server.call('grant-storage-permission', asked)
    const pending = await runWassette(['permission', 'pending'], user)
    assert.match(pending.stdout, new RegExp(`whose folder leads to .*${RegExp.escape(secret)}`))
    await runWassette(
      ['permission', 'grant', 'storage', 'wasi-all', `fs://${link}`, '--access', 'read', '--yes'],
      user,
    )
    const policy = await runWassette(['policy', 'get', 'wasi-all'], user)
    assert.match(policy.stdout, new RegExp(`"resolved": "${RegExp.escape(secret)}"`))
  })
})
