import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, it, type TestContext } from 'node:test'

import { guestPath } from '../../helpers/guest.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { becomes, idsOf, openComponents as open, putGuest } from './open-components.ts'

const cacheFolder = await temporaryFolder({ after })

/** With what other tests of this file have made ready. */
const openComponents = (t: TestContext, options: Parameters<typeof open>[1] = {}) =>
  open(t, { cacheFolder, ...options })

const returned = (value: unknown) => ({ kind: 'returned', json: JSON.stringify(value), isError: false })

describe('a component put into the folder by hand', () => {
  it('is listed once it was inspected, and at once the next time', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    const first = await openComponents(t, { folder })
    await first.settle()
    assert.deepEqual(idsOf(first), ['mine'])
    const second = await openComponents(t, { folder })
    assert.deepEqual(idsOf(second), ['mine'])
    assert.deepEqual(await second.call('count-calls', {}), returned(1))
  })

  it('is listed while serving, and gone when it is removed', async (t) => {
    const folder = await temporaryFolder(t)
    const components = await openComponents(t, { folder })
    components.follow()
    await putGuest(folder, 'mine', 'stateful')
    await becomes(components, () => idsOf(components).includes('mine'))
    await rm(join(folder, 'mine.wasm'))
    await becomes(components, () => idsOf(components).length === 0)
  })

  it('takes the place of what was there under its name', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    const components = await openComponents(t, { folder })
    components.follow()
    await becomes(components, () => components.tools().some(({ name }) => name === 'count-calls'))
    assert.deepEqual(await components.call('count-calls', {}), returned(1))
    await putGuest(folder, 'mine', 'spins')
    await becomes(components, () => components.tools().some(({ name }) => name === 'pass'))
    assert.deepEqual(await components.call('pass', {}), returned(true))
    assert.equal(components.tools().filter(({ name }) => name === 'count-calls').length, 0)
  })

  it('is taken beside the metadata of Wassette, whose record is replaced', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    const { size, mtimeMs } = await stat(join(folder, 'mine.wasm'))
    const metadata = {
      component_id: 'mine',
      tool_schemas: [{ name: '<unnamed>', description: 'not this', inputSchema: {} }],
      function_identifiers: [{ package_name: null, interface_name: null, function_name: 'x' }],
      tool_names: ['<unnamed>'],
      validation_stamp: { file_size: size, mtime: Math.floor(mtimeMs / 1000), content_hash: null },
      created_at: 1,
    }
    await writeFile(join(folder, 'mine.metadata.json'), JSON.stringify(metadata))
    await writeFile(join(folder, 'mine.cwasm'), 'native code of Wasmtime')
    const components = await openComponents(t, { folder })
    await components.settle()
    assert.equal(components.tools()[0]?.name, 'count-calls')
    assert.match(await readFile(join(folder, 'mine.metadata.json'), 'utf8'), /"count-calls"/)
  })

  it('can be a symbolic link to a file', async (t) => {
    const folder = await temporaryFolder(t)
    await symlink(await guestPath('stateful'), join(folder, 'linked.wasm'))
    const components = await openComponents(t, { folder })
    await components.settle()
    assert.deepEqual(await components.call('count-calls', {}), returned(1))
    await components.unload('linked')
    assert.ok((await stat(await guestPath('stateful'))).isFile())
  })
})

describe('a record that does not fit', () => {
  const damages: Readonly<Record<string, (record: Record<string, unknown>) => unknown>> = {
    'is no JSON': () => '{"component_id": "mine", ',
    'is empty': () => '',
    'is of another version': (record) =>
      JSON.stringify({ ...record, wassette_node: { ...Object(record['wassette_node']), version: 999 } }),
    'is of another component': (record) => JSON.stringify({ ...record, component_id: 'other' }),
    'has a tool without a function': (record) =>
      JSON.stringify({ ...record, wassette_node: { ...Object(record['wassette_node']), functions: [] } }),
    'tells another size': (record) =>
      JSON.stringify({
        ...record,
        validation_stamp: { ...Object(record['validation_stamp']), file_size: 1 },
      }),
  }
  for (const [damage, apply] of Object.entries(damages)) {
    it(`is made anew when it ${damage}`, async (t) => {
      const folder = await temporaryFolder(t)
      await putGuest(folder, 'mine', 'stateful')
      await (await openComponents(t, { folder })).settle()
      const path = join(folder, 'mine.metadata.json')
      const whole = await readFile(path, 'utf8')
      await writeFile(path, String(apply(JSON.parse(whole))))
      const components = await openComponents(t, { folder })
      assert.deepEqual(idsOf(components), [])
      await components.settle()
      assert.deepEqual(await components.call('count-calls', {}), returned(1))
      assert.equal(withoutTime(await readFile(path, 'utf8')), withoutTime(whole))
    })
  }

  it('runs nothing in the name of other bytes', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    await (await openComponents(t, { folder })).settle()
    const path = join(folder, 'mine.metadata.json')
    const record = await readFile(path, 'utf8')
    await writeFile(path, record.replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`))
    const components = await openComponents(t, { folder })
    const result = await components.call('count-calls', {})
    assert.equal(result.kind === 'failed' && result.code, 'DIGEST_MISMATCH')
  })
})

describe('what is no component', () => {
  it('is left out, and said once', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'good', 'stateful')
    await putGuest(folder, 'truncated', 'every-type')
    await truncate(join(folder, 'truncated.wasm'), 1_000)
    await writeFile(join(folder, 'empty.wasm'), '')
    await writeFile(join(folder, 'text.wasm'), 'not a component')
    await writeFile(join(folder, 'core.wasm'), Buffer.from('0061736d01000000', 'hex'))
    await mkdir(join(folder, 'folder.wasm'))
    await symlink('nowhere', join(folder, 'dangling.wasm'))
    await symlink('/dev/zero', join(folder, 'endless.wasm'))
    execFileSync('mkfifo', [join(folder, 'pipe.wasm')])
    execFileSync('truncate', ['--size=3G', join(folder, 'huge.wasm')])
    const logger = recordingLogger()
    const components = await openComponents(t, { folder, logger })
    components.follow()
    await components.settle()
    assert.deepEqual(idsOf(components), ['good'])
    // Another change in the folder is no reason to look at them again.
    await putGuest(folder, 'later', 'spins')
    await becomes(components, () => idsOf(components).includes('later'))
    await components.settle()
    const warned = logger.lines
      .filter(({ level }) => level === 'warn')
      .map(({ fields }) => String(fields['component']))
    assert.deepEqual(
      warned.toSorted((a, b) => a.localeCompare(b)),
      ['core', 'dangling', 'empty', 'endless', 'folder', 'huge', 'pipe', 'text', 'truncated'],
    )
  })

  it('for its name, is left out and said', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mein Bäcker', 'stateful')
    const logger = recordingLogger()
    const components = await openComponents(t, { folder, logger })
    await components.settle()
    assert.deepEqual(idsOf(components), [])
    const warned = logger.lines.filter(({ level }) => level === 'warn')
    assert.deepEqual(
      warned.map(({ fields }) => fields),
      [{ file: 'mein Bäcker.wasm' }],
    )
  })

  it('does not hold up the ninety-seven that are', async (t) => {
    const folder = await temporaryFolder(t)
    await (await openComponents(t, { folder })).settle()
    for (let index = 0; index < 97; index++) await putGuest(folder, `component-${index}`, 'stateful')
    for (let index = 0; index < 3; index++) await writeFile(join(folder, `broken-${index}.wasm`), 'broken')
    const components = await openComponents(t, { folder })
    await components.settle()
    assert.equal(components.list().length, 97)
    const names = new Set(components.tools().map(({ name }) => name))
    assert.equal(names.size, components.tools().length)
    const again = await openComponents(t, { folder })
    assert.equal(again.list().length, 97)
  })
})

describe('a component replaced by something broken', () => {
  it('goes on answering until it is unloaded', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    const components = await openComponents(t, { folder })
    components.follow()
    await becomes(components, () => idsOf(components).includes('mine'))
    await components.call('count-calls', {})
    await writeFile(join(folder, 'mine.wasm'), 'broken')
    await putGuest(folder, 'other', 'spins')
    await becomes(components, () => idsOf(components).includes('other'))
    assert.deepEqual(await components.call('count-calls', {}), returned(1))
  })
})

describe('two processes on one folder', () => {
  it('see what the other installs and removes', async (t) => {
    const folder = await temporaryFolder(t)
    const first = await openComponents(t, { folder })
    const second = await openComponents(t, { folder })
    second.follow()
    const reference = `file://${await guestPath('stateful')}`
    await first.load(reference)
    await becomes(second, () => idsOf(second).includes('stateful'))
    const record = await readFile(join(folder, 'stateful.metadata.json'), 'utf8')
    assert.equal(JSON.parse(record).wassette_node.reference, reference)
    assert.deepEqual(await second.call('count-calls', {}), returned(1))
    await first.unload('stateful')
    await becomes(second, () => idsOf(second).length === 0)
    // What is locked stays locked: whoever loads it again gets the same version.
    assert.deepEqual(await readdir(folder), ['wassette.lock'])
  })
})

describe('the component folder', () => {
  it('may come, go and come again', async (t) => {
    const home = await temporaryFolder(t)
    const folder = join(home, 'not', 'there', 'yet')
    const components = await openComponents(t, { folder })
    components.follow()
    await putGuest(folder, 'one', 'stateful')
    await becomes(components, () => idsOf(components).includes('one'))
    await components.settle()
    await rm(folder, { recursive: true })
    await becomes(components, () => idsOf(components).length === 0)
    await putGuest(folder, 'two', 'stateful')
    await becomes(components, () => idsOf(components).includes('two'))
  })

  it('keeps its components when a record is moved in by hand later', async (t) => {
    const folder = await temporaryFolder(t)
    await putGuest(folder, 'mine', 'stateful')
    const components = await openComponents(t, { folder })
    await components.settle()
    const away = join(await temporaryFolder(t), 'record')
    await copyFile(join(folder, 'mine.metadata.json'), away)
    await rm(join(folder, 'mine.metadata.json'))
    await rename(away, join(folder, 'mine.metadata.json'))
    const { atime, mtime } = await stat(join(folder, 'mine.wasm'))
    await utimes(join(folder, 'mine.wasm'), atime, mtime)
    assert.deepEqual(await components.call('count-calls', {}), returned(1))
  })
})

function withoutTime(record: string): string {
  return record.replace(/"created_at":\s*\d+/, '')
}
