import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { CallResult, ComponentService } from '#components'
import { makeFolder } from '#platform'

import { block, bytesOf, name } from '../../helpers/component-bytes.ts'
import { guestPath } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from '../../integration/components/open-components.ts'

/** A component that keeps notes, its author and a stranger; each place is a folder with a file of the same name. */
async function open(context: TestContext) {
  const places = await temporaryFolder(context)
  const components = await openComponents(context)
  /** Loads a version of the component from a place, and lets it keep state. */
  const load = async (place: string, version: string): Promise<void> => {
    const path = join(places, place, 'notes.wasm')
    await makeFolder(join(places, place))
    await writeFile(path, await componentOf(version))
    await components.load(`file://${path}`)
    await components.permissions.grant('notes', { kind: 'state', quota: '64Ki' })
  }
  return { components, load }
}

/** The same code under another digest. */
async function componentOf(version: string): Promise<Uint8Array> {
  return Buffer.concat([
    await readFile(await guestPath('keeps')),
    bytesOf(block(0, [name('version'), version])),
  ])
}

async function ask(components: ComponentService, tool: string, args: object): Promise<unknown> {
  const result: CallResult = await components.call(tool, { bucket: 'notes', ...args })
  return result.kind === 'returned' ? JSON.parse(result.json) : result
}

const WRITE = { key: 'diary', value: 'private' }
const READ = { key: 'diary' }

describe('a stranger that takes over an id and is granted state', () => {
  it('reads nothing of what the one before kept, and leaves it as it was', async (t) => {
    const { components, load } = await open(t)
    await load('author', '1')
    await ask(components, 'remember', WRITE)
    await load('stranger', '2')
    assert.deepEqual(await ask(components, 'recall-keys', {}), { ok: [] })
    assert.deepEqual(await ask(components, 'remember', { ...WRITE, value: 'forged' }), { ok: null })
    await load('author', '1')
    assert.deepEqual(await ask(components, 'recall', READ), { ok: 'private' })
  })

  it('reads nothing after the one before was unloaded, with the same bytes neither', async (t) => {
    const { components, load } = await open(t)
    await load('author', '1')
    await ask(components, 'remember', WRITE)
    await components.unload('notes')
    await load('stranger', '1')
    assert.deepEqual(await ask(components, 'recall', READ), { ok: null })
  })

  it('reads nothing by way of the same bytes, followed by its own', async (t) => {
    const { components, load } = await open(t)
    await load('author', '1')
    await ask(components, 'remember', WRITE)
    await load('stranger', '1')
    await load('stranger', '2')
    assert.deepEqual(await ask(components, 'recall', READ), { ok: null })
  })
})

describe('an update from the same place', () => {
  it('reads what the version before kept', async (t) => {
    const { components, load } = await open(t)
    await load('author', '1')
    await ask(components, 'remember', WRITE)
    await load('author', '2')
    assert.deepEqual(await ask(components, 'recall', READ), { ok: 'private' })
  })
})
