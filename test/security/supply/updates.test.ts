import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { isCodedError } from '#platform'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent, type PushedLayer } from '../../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from '../../integration/components/open-components.ts'
import { planted } from '../../helpers/planted.ts'

/** An author who asks for everything. */
const WISHES: PushedLayer = {
  mediaType: 'application/vnd.wasm.policy.v1+yaml',
  title: 'policy.yaml',
  bytes: Buffer.from(
    JSON.stringify({
      version: '1.0',
      permissions: {
        network: { allow: [{ host: '*' }] },
        storage: { allow: [{ uri: 'fs:///**', access: ['read', 'write'] }] },
        environment: { allow: [{ key: 'SECRET' }] },
      },
    }),
  ),
}

async function push(
  registry: EmbeddedRegistry,
  guest: string,
  { wishes = [], tag = '1' }: { readonly wishes?: readonly PushedLayer[]; readonly tag?: string } = {},
): Promise<string> {
  const bytes = await readFile(await guestPath(guest))
  const component = { mediaType: 'application/wasm', title: 'component.wasm', bytes }
  return pushComponent(registry.pushTarget('ada/tool', tag), bytes, { layers: [component, ...wishes] })
}

describe('an update', () => {
  it('takes no effect by moving a tag: what was loaded is called until somebody loads again', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const folder = join(await temporaryFolder(t), 'components')
    await push(registry, 'stateful')
    const first = await openComponents(t, { folder })
    await first.load(`oci://${registry.host}/ada/tool:1`)
    const [before] = first.list()
    await push(registry, 'spins')
    const requests = registry.requests.length
    assert.equal((await first.call('count-calls', {})).kind, 'returned')
    await first.close()
    const second = await openComponents(t, { folder })
    assert.equal(second.list()[0]?.digest, before?.digest)
    assert.equal((await second.call('count-calls', {})).kind, 'returned')
    assert.deepEqual(registry.requests.slice(requests), [])
  })

  it('is refused under the tag of what was loaded, in every spelling, and what was loaded goes on', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const components = await openComponents(t)
    const { host } = registry
    const was = await push(registry, 'stateful')
    await components.load(`oci://${host}/ada/tool:1`)
    const is = await push(registry, 'spins')
    for (const spelling of [
      `oci://${host}/ada/tool:1`,
      `OCI://${host}/ada/tool:1`,
      ` oci://${host}/ada/tool:1 `,
    ]) {
      const error = await components.load(spelling).catch((reason: unknown) => reason)
      assert(isCodedError(error, 'LOCK_MISMATCH'))
      assert(error.message.includes(was) && error.message.includes(is))
      assert.match(error.message, /wassette component update oci:/)
    }
    assert.equal((await components.call('count-calls', {})).kind, 'returned')
  })

  it('is refused by its digest too, which a model is told, and not to a person who names it', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const lockFile = join(await temporaryFolder(t), 'wassette.lock')
    const components = await openComponents(t, { lockFile })
    await push(registry, 'stateful')
    await components.load(`oci://${registry.host}/ada/tool:1`)
    const digest = await push(registry, 'spins')
    const reference = `oci://${registry.host}/ada/tool@${digest}`
    await assert.rejects(components.load(reference), { code: 'LOCK_MISMATCH' })
    const persons = await openComponents(t, { lockFile, isForModel: false })
    assert.equal((await persons.load(reference)).status, 'loaded')
  })

  it('is refused also after an unload, which a model can do', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const components = await openComponents(t)
    await push(registry, 'stateful')
    const { id } = await components.load(`oci://${registry.host}/ada/tool:1`)
    await components.unload(id)
    await push(registry, 'spins')
    await assert.rejects(components.load(`oci://${registry.host}/ada/tool:1`), { code: 'LOCK_MISMATCH' })
    assert.deepEqual(components.list(), [])
  })

  it('is refused where only what its author asks for is other', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const components = await openComponents(t)
    await push(registry, 'stateful')
    await components.load(`oci://${registry.host}/ada/tool:1`)
    await push(registry, 'stateful', { wishes: [WISHES] })
    await assert.rejects(components.load(`oci://${registry.host}/ada/tool:1`), { code: 'LOCK_MISMATCH' })
  })

  it('gets nothing of what it asks for until a person grants it', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const components = await openComponents(t, { environment: { SECRET: planted('variable') } })
    await push(registry, 'stateful')
    await components.load(`oci://${registry.host}/ada/tool:1`)
    await push(registry, 'wasi-all', { tag: '2', wishes: [WISHES] })
    await components.load(`oci://${registry.host}/ada/tool:2`)
    assert.deepEqual(await components.call('get-environment', {}), {
      kind: 'returned',
      json: '[]',
      isError: false,
    })
    const read = await components.call('read-file', { directory: '/', path: 'etc/passwd', follow: true })
    assert.equal(read.kind === 'returned' && read.isError, true)
    assert.equal(read.denials?.length, 1)
  })
})

describe('a component beside the lock file', () => {
  it('cannot write, replace, move or remove it, though its folder is granted', async (t) => {
    const project = await temporaryFolder(t)
    const lockFile = join(project, 'wassette.lock')
    const components = await openComponents(t, { lockFile })
    const { id } = await components.load(`file://${await guestPath('wasi-all')}`)
    const uri = `fs://${project}`
    await components.permissions.grant(id, { kind: 'storage', uri, access: ['read', 'write'] })
    const before = await readFile(lockFile, 'utf8')
    const call = async (name: string, args: object): Promise<boolean> => {
      const result = await components.call(name, args)
      return result.kind === 'returned' && !result.isError
    }
    const at = { directory: project }
    assert.equal(await call('write-file', { ...at, path: 'mine.txt', text: '{}', follow: true }), true)
    assert.equal(await call('write-file', { ...at, path: 'wassette.lock', text: '{}', follow: true }), false)
    assert.equal(await call('append-file', { ...at, path: 'wassette.lock', text: '{}' }), false)
    assert.equal(await call('truncate-file', { ...at, path: 'wassette.lock', size: 0 }), false)
    assert.equal(await call('remove-file', { ...at, path: 'wassette.lock' }), false)
    for (const [from, to] of [
      ['mine.txt', 'wassette.lock'],
      ['wassette.lock', 'other.lock'],
    ] as const) {
      const place = { ...at, path: from, 'to-directory': project, 'to-path': to }
      assert.equal(await call('rename-path', place), false, `${from} to ${to}`)
    }
    const elsewhere = { ...at, path: 'mine.txt', 'to-directory': project, 'to-path': 'yours.txt' }
    assert.equal(await call('rename-path', elsewhere), true)
    assert.equal(await call('remove-file', { ...at, path: 'yours.txt' }), true)
    assert.equal(await readFile(lockFile, 'utf8'), before)
  })
})
