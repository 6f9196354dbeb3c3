import assert from 'node:assert/strict'
import { copyFile, lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it, type TestContext } from 'node:test'

import { parseLockDocument } from '../../../src/components/lock-file/lock-document.ts'
import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { guestPath } from '../../helpers/guest.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents as open } from './open-components.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const cacheFolder = await temporaryFolder({ after })

const openComponents = (t: TestContext, options: Parameters<typeof open>[1] = {}) =>
  open(t, { cacheFolder, ...options })

async function push(registry: DockerRegistry | EmbeddedRegistry, guest: string, tag = '1'): Promise<string> {
  return pushComponent(registry.pushTarget('ada/tool', tag), await readFile(await guestPath(guest)))
}

describe('a reference that was loaded', () => {
  it('is locked, in a file that stays the same when nothing changes', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const folder = await temporaryFolder(t)
    const lockFile = join(folder, 'project', 'wassette.lock')
    const manifest = await push(registry, 'stateful')
    const components = await openComponents(t, { folder: join(folder, 'components'), lockFile })
    await components.load(`oci://${registry.host}/ada/tool:1`)
    const text = await readFile(lockFile, 'utf8')
    const locked = parseLockDocument(text, lockFile).get(`oci://${registry.host}/ada/tool:1`)
    assert.equal(locked?.manifest?.digest, manifest)
    assert.equal(locked.layer.digest, components.list()[0]?.digest)
    await components.load(`oci://${registry.host}/ada/tool:1`)
    assert.equal(await readFile(lockFile, 'utf8'), text)
  })

  it('is refused when its tag has moved, also by somebody who has only the lock file', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const lockFile = join(await temporaryFolder(t), 'wassette.lock')
    await push(registry, 'stateful')
    const first = await openComponents(t, { lockFile })
    await first.load(`oci://${registry.host}/ada/tool:1`)
    await push(registry, 'spins')
    for (const components of [first, await openComponents(t, { lockFile })]) {
      await assert.rejects(components.load(`oci://${registry.host}/ada/tool:1`), { code: 'LOCK_MISMATCH' })
    }
    assert.equal((await first.call('count-calls', {})).kind, 'returned')
  })

  it('is there by its digest for somebody who pins, whatever the tag says now', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const lockFile = join(await temporaryFolder(t), 'wassette.lock')
    await push(registry, 'stateful')
    await (await openComponents(t, { lockFile })).load(`oci://${registry.host}/ada/tool:1`)
    await push(registry, 'spins')
    const components = await openComponents(t, { lockFile, isPinned: true })
    const { note } = await components.load(`oci://${registry.host}/ada/tool:1`)
    assert.equal(note, undefined)
    assert.equal((await components.call('count-calls', {})).kind, 'returned')
  })

  it('needs no request when it is pinned and in the store', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const storeFolder = await temporaryFolder(t)
    const lockFile = join(storeFolder, 'wassette.lock')
    await push(registry, 'stateful')
    await (await openComponents(t, { lockFile, storeFolder })).load(`oci://${registry.host}/ada/tool:1`)
    const requests = registry.requests.length
    const components = await openComponents(t, { lockFile, storeFolder, isPinned: true })
    await components.load(`oci://${registry.host}/ada/tool:1`)
    assert.deepEqual(registry.requests.slice(requests), [])
  })

  it('is loaded from the store, and says so, while the registry does not answer', async (t) => {
    const storeFolder = await temporaryFolder(t)
    const lockFile = join(storeFolder, 'wassette.lock')
    let reference = ''
    {
      await using registry = await DockerRegistry.start(binary)
      reference = `oci://${registry.host}/ada/tool:1`
      await push(registry, 'stateful')
      await (await openComponents(t, { lockFile, storeFolder })).load(reference)
    }
    const components = await openComponents(t, { lockFile, storeFolder })
    assert.match((await components.load(reference)).note ?? '', /The locked version is used/)
    const pinned = await openComponents(t, { lockFile, storeFolder, isPinned: true })
    assert.equal((await pinned.load(reference)).note, undefined)
  })

  it('stays the version that a range led to, and no range leads around what is locked', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const components = await openComponents(t)
    const place = `oci://${registry.host}/ada/tool`
    await push(registry, 'stateful', '0.1.0')
    await components.load(`${place}@^0.1`)
    await push(registry, 'spins', '0.1.1')
    await components.load(`${place}@^0.1`)
    assert.equal((await components.call('count-calls', {})).kind, 'returned')
    await push(registry, 'spins', '0.1.0')
    for (const reference of [`${place}@^0.1`, `${place}:0.1.0`, `${place}@0.1.0`, `${place}@<0.1.1`]) {
      await assert.rejects(components.load(reference), { code: 'LOCK_MISMATCH' }, reference)
    }
  })

  it('is a file of a web server too, under its id wherever it is redirected, and may not change', async (t) => {
    const storeFolder = await temporaryFolder(t)
    const lockFile = join(storeFolder, 'wassette.lock')
    let [guest, isAnswering] = ['stateful', true]
    const host = await serveHttp(t, async (request, response) => {
      if (!isAnswering) return response.writeHead(503).end()
      if (request.url === '/latest') return response.writeHead(302, { location: '/mine.wasm' }).end()
      return response.end(await readFile(await guestPath(guest)))
    })
    const reference = `http://${host}/latest`
    const components = await openComponents(t, { lockFile, storeFolder })
    assert.equal((await components.load(reference)).id, 'mine')
    const pinned = await openComponents(t, { lockFile, storeFolder, isPinned: true })
    isAnswering = false
    assert.equal((await pinned.load(reference)).id, 'mine')
    isAnswering = true
    guest = 'spins'
    await assert.rejects(components.load(reference), { code: 'LOCK_MISMATCH' })
    assert.equal((await components.versions.update(['mine'], { accept: true }))[0]?.status, 'accepted')
    assert.equal((await components.load(reference)).id, 'mine')
  })

  it('may change when it is a local file, and is locked anew', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'mine.wasm')
    await copyFile(await guestPath('stateful'), file)
    const components = await openComponents(t)
    assert.equal((await components.load(`file://${file}`)).note, undefined)
    await copyFile(await guestPath('spins'), file)
    assert.match((await components.load(`file://${file}`)).note ?? '', /has changed since it was locked/)
    assert.equal((await components.load(`file://${file}`)).note, undefined)
  })
})

describe('a damaged lock file', () => {
  it('stops every load and is left as it is', async (t) => {
    const folder = await temporaryFolder(t)
    const lockFile = join(folder, 'wassette.lock')
    await mkdir(folder, { recursive: true })
    await writeFile(lockFile, '<<<<<<< HEAD\n')
    const components = await openComponents(t, { lockFile })
    await assert.rejects(components.load(`file://${await guestPath('stateful')}`), {
      code: 'LOCK_FILE_INVALID',
    })
    assert.deepEqual(components.list(), [])
    assert.equal(await readFile(lockFile, 'utf8'), '<<<<<<< HEAD\n')
  })
})

describe('a lock file that is none', () => {
  it('stops every load where it is a device, and is not read for ever', async (t) => {
    const lockFile = join(await temporaryFolder(t), 'wassette.lock')
    await symlink('/dev/zero', lockFile)
    const components = await openComponents(t, { lockFile })
    await assert.rejects(components.load(`file://${await guestPath('stateful')}`), {
      code: 'LOCK_FILE_NOT_READABLE',
    })
  })

  it('goes on being a link to the file that is kept elsewhere', async (t) => {
    const folder = await temporaryFolder(t)
    const [lockFile, kept] = [join(folder, 'wassette.lock'), join(folder, 'kept.lock')]
    await writeFile(kept, '{ "lockfileVersion": 1, "components": {} }')
    await symlink(kept, lockFile)
    const components = await openComponents(t, { lockFile })
    await components.load(`file://${await guestPath('stateful')}`)
    assert((await lstat(lockFile)).isSymbolicLink())
    assert.equal(parseLockDocument(await readFile(kept, 'utf8'), kept).size, 1)
  })
})
