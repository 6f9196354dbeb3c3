import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../helpers/guest.ts'
import { McpSession } from '../helpers/mcp-session.ts'
import { planted } from '../helpers/planted.ts'
import { runWassette, scratchUser, WASSETTE, type ScratchUser } from '../helpers/wassette.ts'

const COMMAND = [process.execPath, WASSETTE, 'serve', '--stdio'] as const
const LOGIN = { kind: 'bearer', username: 'me', password: planted('right') } as const
const CORE_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

describe('load-component from a registry that needs a login', () => {
  it('takes the login that docker login left, and the tool counts', async (t) => {
    await using registry = await registryWithCharcount()
    const user = await scratchUser(t)
    await logIn(user, registry.host, LOGIN.password)
    await using session = new McpSession(COMMAND, user)
    await session.initialize()
    assert.deepEqual(await load(session, `oci://${registry.host}/me/charcount:0.1.0`), {
      content: [
        {
          type: 'text',
          text: '{"status":"component loaded successfully","id":"me_charcount","tools":["count-characters"]}',
        },
      ],
    })
    const call = { name: 'count-characters', arguments: { text: 'ほげ' } }
    const { result } = await session.request('count', 'tools/call', call)
    assert.deepEqual(result, {
      content: [{ type: 'text', text: '2' }],
      structuredContent: { result: 2 },
      isError: false,
    })
  })

  it('says what to do about a missing and a wrong login', async (t) => {
    await using registry = await registryWithCharcount()
    const user = await scratchUser(t)
    await using session = new McpSession(COMMAND, user)
    await session.initialize()
    const reference = `oci://${registry.host}/me/charcount:0.1.0`
    assert.match(await failure(session, reference), /docker login 127\.0\.0\.1:\d+/)
    await logIn(user, registry.host, planted('wrong'))
    assert.match(await failure(session, reference), /docker login 127\.0\.0\.1:\d+/)
    await logIn(user, registry.host, LOGIN.password)
    assert.equal((await load(session, reference)).isError, undefined)
  })

  it('names the tags that exist', async (t) => {
    await using registry = await registryWithCharcount()
    const user = await scratchUser(t)
    await logIn(user, registry.host, LOGIN.password)
    await using session = new McpSession(COMMAND, user)
    await session.initialize()
    assert.match(await failure(session, `oci://${registry.host}/me/charcount:9`), /'?0\.1\.0'?/)
  })
})

describe('a component by the name of its package', () => {
  it('is loaded end to end', async (t) => {
    await using registry = await registryWithCharcount()
    const user = await scratchUser(t)
    await logIn(user, registry.host, LOGIN.password)
    await mkdir(join(user.home, '.config', 'wasm-pkg'), { recursive: true })
    const mapping = `[namespace_registries]\nme = "${registry.host}"\n`
    await writeFile(join(user.home, '.config', 'wasm-pkg', 'config.toml'), mapping)
    const { stdout, stderr } = await runWassette(['component', 'load', 'me:charcount@^0.1'], user)
    assert.equal(stderr, '')
    assert.deepEqual(JSON.parse(stdout), {
      status: 'component loaded successfully',
      id: 'me_charcount',
      tools: ['count-characters'],
      resolved: `oci://${registry.host}/me/charcount:0.1.0`,
    })
  })
})

describe('the table [registries] of the configuration', () => {
  it('decides where components may come from', async (t) => {
    await using registry = await registryWithCharcount()
    const user = await scratchUser(t)
    await logIn(user, registry.host, LOGIN.password)
    const folder = join(user.home, '.config', 'wassette')
    await mkdir(folder, { recursive: true })
    const load = async (table: string) => {
      await writeFile(join(folder, 'config.toml'), `[registries]\n${table}\n`)
      return runWassette(['component', 'load', `oci://${registry.host}/me/charcount:0.1.0`], user)
    }
    assert.match((await load('allow = ["ghcr.io"]')).stderr, /is not among the places/)
    assert.match((await load('alow = ["ghcr.io"]')).stderr, /Fix 'registries'/)
    assert.equal((await load(`allow = ["${registry.host}/me"]`)).stderr, '')
  })
})

describe('load-component of what is no component', () => {
  it('leaves nothing behind and goes on', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const component = await readFile(await guestPath('charcount'))
    await pushComponent(registry.pushTarget('x/core', '1'), CORE_MODULE)
    await pushComponent(registry.pushTarget('x/text', '1'), new TextEncoder().encode('no wasm at all'))
    await pushComponent(registry.pushTarget('x/half', '1'), component.subarray(0, component.length / 2))
    await pushComponent(registry.pushTarget('x/whole', '1'), component)
    const user = await scratchUser(t)
    await using session = new McpSession(COMMAND, user)
    await session.initialize()
    for (const name of ['core', 'text', 'half', 'missing']) {
      assert.match(
        await failure(session, `oci://${registry.host}/x/${name}:1`),
        /^Error: Failed to load component: /,
      )
    }
    assert.match(await failure(session, 'oci://registry.invalid/x/y:1'), /registry\.invalid/)
    assert.deepEqual(await readdir(user.componentDir).catch(() => []), [])
    assert.equal((await load(session, `oci://${registry.host}/x/whole:1`)).isError, undefined)
  })
})

async function registryWithCharcount(): Promise<EmbeddedRegistry> {
  const registry = await EmbeddedRegistry.start(LOGIN)
  await pushComponent(
    registry.pushTarget('me/charcount', '0.1.0'),
    await readFile(await guestPath('charcount')),
  )
  return registry
}

async function logIn({ home }: ScratchUser, host: string, password: string): Promise<void> {
  const auth = Buffer.from(`me:${password}`).toString('base64')
  await mkdir(join(home, '.docker'), { recursive: true })
  await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }))
}

interface ToolResult {
  readonly content?: readonly { readonly text: string }[]
  readonly isError?: boolean
}

async function load(session: McpSession, path: string): Promise<ToolResult> {
  const id = `load-${session.received.length}`
  const { result } = await session.request(id, 'tools/call', { name: 'load-component', arguments: { path } })
  assert.ok(typeof result === 'object' && result !== null)
  return result
}

/** The text of a load that must fail; it is one line. */
async function failure(session: McpSession, path: string): Promise<string> {
  const { content, isError } = await load(session, path)
  const text = content?.[0]?.text ?? ''
  assert.equal(isError, true)
  assert.equal(text.split('\n').length, 1)
  return text
}
