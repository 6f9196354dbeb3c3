import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { sha256Of } from '#artifacts'

import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../helpers/guest.ts'
import { McpSession } from '../helpers/mcp-session.ts'
import { runWassette, type ScratchUser, scratchUser, WASSETTE } from '../helpers/wassette.ts'

const TOKEN = 'a-token-of-the-server'

describe('serve --manifest', () => {
  it('installs what it names, with its grants and no others, until the server ends', async (t) => {
    const { user, manifest, folder } = await prepare(t)
    await manifest({
      permissions: {
        storage: { allow: [{ uri: `fs://${folder}`, access: ['read'] }] },
        environment: { allow: [{ key: 'TOKEN', value_from: 'SERVER_TOKEN' }] },
      },
    })
    {
      await using session = await serve(user)
      assert.deepEqual(await session.environment(), [['TOKEN', '[redacted]']])
      assert.equal(await session.read(folder, 'granted.txt'), true)
      assert.equal(await session.read('/etc', 'passwd'), false)
      assert.match(await session.text('get-policy', { component_id: 'wasi-all' }), /policy found.*TOKEN/)
      assert(!session.log.includes(TOKEN))
    }
    assert(!(await readdir(user.componentDir)).includes('wasi-all.policy.yaml'))
    // What a person grants stays; what the manifest does not say any more goes.
    await runWassette(
      ['permission', 'grant', 'storage', 'wasi-all', 'fs:///etc', '--access', 'read', '--yes'],
      user,
    )
    await manifest({ permissions: {} })
    await using session = await serve(user)
    assert.deepEqual(await session.environment(), [])
    assert.equal(await session.read(folder, 'granted.txt'), false)
    assert.equal(await session.read('/etc', 'passwd'), true)
  })

  it('goes under the ceiling like every grant', async (t) => {
    const { user, manifest, folder } = await prepare(t)
    const ceiling = join(user.home, 'ceiling.yaml')
    await writeFile(ceiling, 'version: "1.0"\npermissions: { storage: { allow: [] } }\n')
    await manifest({ permissions: { storage: { allow: [{ uri: `fs://${folder}`, access: ['read'] }] } } })
    await using session = await serve({ ...user, env: { ...user.env, WASSETTE_CEILING_FILE: ceiling } })
    assert.equal(await session.read(folder, 'granted.txt'), false)
  })

  it('takes its grants back when something from elsewhere takes the id', async (t) => {
    const { user, manifest, folder } = await prepare(t)
    await manifest({ permissions: { storage: { allow: [{ uri: `fs://${folder}`, access: ['read'] }] } } })
    await using registry = await EmbeddedRegistry.start()
    // The same component but for a custom section, so that it has another digest.
    const bytes = Buffer.concat([await readFile(await guestPath('wasi-all')), Buffer.from([0, 2, 1, 0x78])])
    await pushComponent(registry.pushTarget('wasi-all', '1'), bytes)
    await using session = await serve(user)
    assert.equal(await session.read(folder, 'granted.txt'), true)
    await session.text('load-component', { path: `oci://${registry.host}/wasi-all:1` })
    assert.equal(await session.read(folder, 'granted.txt'), false)
  })

  it('believes a digest only when it is right, and serves nothing else', async (t) => {
    const { user, manifest } = await prepare(t)
    const digest = sha256Of(await readFile(await guestPath('wasi-all')))
    await manifest({ digest, permissions: {} })
    {
      await using session = await serve(user)
      assert.deepEqual(await session.environment(), [])
    }
    await manifest({ digest: `sha256:${'0'.repeat(64)}`, permissions: {} })
    const run = await runWassette(['serve', '--stdio', '--manifest', join(user.home, 'manifest.yaml')], user)
    assert.equal(run.exitCode, 1)
    assert.match(
      run.stderr,
      new RegExp(`Failed to provision 'file://.*': .*is '${digest}' where the manifest says`),
    )
    assert.equal(run.stdout, '')
  })

  it('keeps memory and processor time within what it says', async (t) => {
    const user = await scratchUser(t)
    const uri = `file://${await guestPath('spins')}`
    const permissions = { resources: { memory_bytes: 64 * 2 ** 20, cpu_time_ms: 300 } }
    const text = JSON.stringify({ version: 1, components: [{ uri, permissions }] })
    await writeFile(join(user.home, 'manifest.yaml'), text)
    await using session = await serve(user)
    assert.match(await session.text('get-policy', { component_id: 'spins' }), /67108864.*300ms/)
    assert.match(await session.text('spin'), /reached its limit for processor time/)
  })

  it('says which variable is missing', async (t) => {
    const { user, manifest } = await prepare(t)
    await manifest({ permissions: { environment: { allow: [{ key: 'TOKEN', value_from: 'NOWHERE' }] } } })
    const run = await runWassette(['run', '--manifest', join(user.home, 'manifest.yaml')], user)
    assert.equal(run.exitCode, 1)
    assert.match(run.stderr, /gets 'TOKEN' from the variable 'NOWHERE', which is not set/)
  })

  it('refuses two components of one id, of which one would have the grants of the other', async (t) => {
    const { user, manifest } = await prepare(t)
    await manifest({ permissions: {} })
    await copyFile(await guestPath('stateful'), join(user.home, 'wasi-all.wasm'))
    const uris = [await guestPath('wasi-all'), join(user.home, 'wasi-all.wasm')].map(
      (path) => `file://${path}`,
    )
    const components = uris.map((uri) => ({ uri, permissions: {} }))
    await writeFile(join(user.home, 'manifest.yaml'), JSON.stringify({ version: 1, components }))
    const run = await runWassette(['run', '--manifest', join(user.home, 'manifest.yaml')], user)
    assert.equal(run.exitCode, 1)
    assert.match(run.stderr, /has the id 'wasi-all', as '/)
  })

  it('names the line that is wrong', async (t) => {
    const { user } = await prepare(t)
    const file = join(user.home, 'manifest.yaml')
    await writeFile(file, 'version: 1\ncomponents: []\n')
    const run = await runWassette(['run', '--manifest', file], user)
    assert.equal(run.exitCode, 1)
    assert(
      run.stderr.includes(
        `Fix line 2 of the manifest '${file}': Manifest must declare at least one component`,
      ),
    )
  })

  it('serves the rest with --continue-on-provisioning-failure', async (t) => {
    const { user } = await prepare(t)
    const components = [
      { uri: `file://${user.home}/missing.wasm`, permissions: {} },
      { uri: `file://${await guestPath('wasi-all')}`, permissions: {} },
    ]
    await writeFile(join(user.home, 'manifest.yaml'), JSON.stringify({ version: 1, components }))
    const refused = await runWassette(['run', '--manifest', join(user.home, 'manifest.yaml')], user)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /missing\.wasm/)
    await using session = await serve(user, ['--continue-on-provisioning-failure'])
    assert.deepEqual(await session.environment(), [])
    assert.match(session.log, /missing\.wasm/)
  })
})

async function prepare(t: TestContext) {
  const scratch = await scratchUser(t, { isUnattended: true })
  const user = { ...scratch, env: { ...scratch.env, SERVER_TOKEN: TOKEN } }
  const folder = join(user.home, 'shared')
  await mkdir(folder)
  await writeFile(join(folder, 'granted.txt'), 'granted')
  const uri = `file://${await guestPath('wasi-all')}`
  const manifest = (component: object): Promise<void> =>
    writeFile(
      join(user.home, 'manifest.yaml'),
      JSON.stringify({ version: 1, components: [{ uri, ...component }] }),
    )
  return { user, folder, manifest }
}

class ManifestSession extends McpSession {
  #calls = 0

  async text(name: string, args: object = {}): Promise<string> {
    const { result } = await this.request(++this.#calls, 'tools/call', { name, arguments: args })
    return JSON.stringify(result)
  }

  async environment(): Promise<unknown> {
    const { structuredContent } = JSON.parse(await this.text('get-environment'))
    return structuredContent.result
  }

  async read(directory: string, path: string): Promise<boolean> {
    return /"isError":false/.test(await this.text('read-file', { directory, path, follow: true }))
  }
}

async function serve(user: ScratchUser, flags: readonly string[] = []): Promise<ManifestSession> {
  const manifest = join(user.home, 'manifest.yaml')
  const command = [process.execPath, WASSETTE, 'serve', '--stdio', '--manifest', manifest, ...flags] as const
  const session = new ManifestSession([...command], user)
  await session.initialize()
  return session
}
