import assert from 'node:assert/strict'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it, type TestContext } from 'node:test'

import type { ComponentService } from '#components'

import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { guestPath } from '../../helpers/guest.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents as open } from './open-components.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const cacheFolder = await temporaryFolder({ after })
const LOOK = { accept: false }
const ACCEPT = { accept: true }
const X = { kind: 'network', host: 'x.com' } as const

const openComponents = (t: TestContext, options: Parameters<typeof open>[1] = {}) =>
  open(t, { cacheFolder, ...options })

async function push(registry: DockerRegistry, guest: string, tag = '1.0.0'): Promise<string> {
  return pushComponent(registry.pushTarget('ada/tool', tag), await readFile(await guestPath(guest)))
}

const toolsOf = (components: ComponentService) =>
  components.list().flatMap(({ tools }) => tools.map(({ definition }) => definition.name))

describe('update()', () => {
  it('finds nothing while the tag has not moved', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const components = await openComponents(t)
    await push(registry, 'stateful')
    await components.load(`oci://${registry.host}/ada/tool:1.0.0`)
    const [update] = await components.versions.update([], LOOK)
    assert.equal(update?.status, 'current')
    assert.deepEqual(update.changes, [])
  })

  it('shows what is different and changes nothing, until a person accepts it', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const components = await openComponents(t)
    const reference = `oci://${registry.host}/ada/tool:1.0.0`
    const before = await push(registry, 'stateful')
    await components.load(reference)
    await components.permissions.grant('ada_tool', X)
    const after = await push(registry, 'spins')
    const [shown] = await components.versions.update(['ada_tool'], LOOK)
    assert.equal(shown?.status, 'waiting')
    assert.deepEqual([shown.before.digest, shown.after?.digest], [before, after])
    assert(shown.changes.some(({ kind, tool }) => kind === 'removed' && tool === 'count-calls'))
    assert(shown.changes.some(({ kind, tool }) => kind === 'added' && tool === 'spin'))
    assert(toolsOf(components).includes('count-calls'))
    await assert.rejects(components.load(reference), { code: 'LOCK_MISMATCH' })

    const [accepted] = await components.versions.update([reference], ACCEPT)
    assert.equal(accepted?.status, 'accepted')
    assert(toolsOf(components).includes('spin'))
    assert.equal(await components.permissions.hasGrant('ada_tool', X), true)
    await components.load(reference)
  })

  it('follows a range to its highest version', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const components = await openComponents(t)
    const reference = `oci://${registry.host}/ada/tool@^1.0`
    await push(registry, 'stateful')
    await components.load(reference)
    await push(registry, 'spins', '1.1.0')
    const [update] = await components.versions.update([], ACCEPT)
    assert.equal(update?.status, 'accepted')
    assert.match(update.after?.resolved ?? '', /:1\.1\.0$/)
    assert(toolsOf(components).includes('spin'))
  })

  it('tells of a registry that does not answer, and goes on with the next', async (t) => {
    const file = join(await temporaryFolder(t), 'mine.wasm')
    await copyFile(await guestPath('stateful'), file)
    const components = await openComponents(t)
    {
      await using registry = await DockerRegistry.start(binary)
      await push(registry, 'spins')
      await components.load(`oci://${registry.host}/ada/tool:1.0.0`)
    }
    await components.load(`file://${file}`)
    const updates = await components.versions.update([], LOOK)
    assert.deepEqual(
      updates.map(({ id, status }) => `${id} ${status}`),
      ['mine current', 'ada_tool failed'],
    )
  })

  it('refuses what is not locked', async (t) => {
    const components = await openComponents(t)
    await assert.rejects(components.versions.update(['nobody'], LOOK), { code: 'NOT_LOCKED' })
  })
})

describe('outdated()', () => {
  it('tells what moved, what has a newer version, and what nobody knows', async (t) => {
    const components = await openComponents(t)
    await using registry = await DockerRegistry.start(binary)
    const gone = await DockerRegistry.start(binary)
    const place = `oci://${registry.host}/ada/tool`
    for (const tag of ['1.0.0', '1.1.0', 'edge']) {
      await push(registry, 'stateful', tag)
      await components.load(`${place}:${tag}`)
    }
    await push(gone, 'stateful')
    await components.load(`oci://${gone.host}/ada/tool:1.0.0`)
    await gone[Symbol.asyncDispose]()
    await push(registry, 'spins', 'edge')
    const rows = new Map((await components.versions.outdated()).map((row) => [row.reference, row]))
    assert.equal(rows.get(`${place}:1.0.0`)?.status, 'newer')
    assert.equal(rows.get(`${place}:1.0.0`)?.newest, '1.1.0')
    assert.equal(rows.get(`${place}:1.1.0`)?.status, 'current')
    assert.equal(rows.get(`${place}:edge`)?.status, 'moved')
    const failed = rows.get(`oci://${gone.host}/ada/tool:1.0.0`)
    assert.equal(failed?.status, 'failed')
    assert.notEqual(failed.error, null)
  })
})

describe('rollback()', () => {
  it('goes back step by step, without the registry, and keeps grants of the same place', async (t) => {
    const components = await openComponents(t)
    let reference = ''
    {
      await using registry = await DockerRegistry.start(binary)
      reference = `oci://${registry.host}/ada/tool:1.0.0`
      await push(registry, 'stateful')
      await components.load(reference)
      await components.permissions.grant('ada_tool', X)
      for (const guest of ['spins', 'sleeps']) {
        await push(registry, guest)
        await components.versions.update([], ACCEPT)
      }
      await components.versions.rollback('ada_tool')
      assert(toolsOf(components).includes('spin'))
      await assert.rejects(components.load(reference), { code: 'LOCK_MISMATCH' })
    }
    const { digest } = await components.versions.rollback('ada_tool')
    assert(toolsOf(components).includes('count-calls'))
    assert.equal(await components.permissions.hasGrant('ada_tool', X), true)
    assert.match(digest, /^sha256:/)
    await components.load(reference)
    await assert.rejects(components.versions.rollback('ada_tool'), { code: 'NO_PREVIOUS_VERSION' })
  })

  it('takes no id for a path', async (t) => {
    const components = await openComponents(t)
    await assert.rejects(components.versions.rollback('../x'), { code: 'ID_INVALID' })
  })
})
