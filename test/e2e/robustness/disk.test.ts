import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser, type ScratchUser } from '../../helpers/wassette.ts'
import { putGuest } from '../../integration/components/open-components.ts'

/** Runs a server for which no file may become longer than so many blocks of 512 bytes, as on a disk that is full. */
const withFilesUpTo = (blocks: number): readonly string[] => [
  '/bin/sh',
  '-c',
  `ulimit -f ${blocks}; exec "$@"`,
  'sh',
]

/** Permissions bind root only without this capability. */
const AS_USER: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--'] : []

/** What a component of 66 kB does not find room for; its record has 80 kB and what it is made ready to 409 kB. */
const FULL = [
  { what: 'the download', blocks: 64, isMadeReady: false },
  { what: 'what is made ready to run', blocks: 400, isMadeReady: false },
  { what: 'the record', blocks: 140, isMadeReady: true },
]

describe('a full disk', () => {
  for (const { what, blocks, isMadeReady } of FULL) {
    it(`without room for ${what} is said, and changes nothing`, async (t) => {
      const user = await scratchUser(t)
      await prepare(user, isMadeReady ? ['stateful', 'every-type'] : ['stateful'])
      const before = await readdir(user.componentDir)
      await using server = await RunningServer.start(user, { runner: withFilesUpTo(blocks) })
      const { isError, text } = await server.load('every-type')
      assert.ok(isError)
      assert.match(text, /free (some )?space/)
      assert.deepEqual(await readdir(user.componentDir), before)
      assert.deepEqual(await leftovers(user.home), [])
      assert.deepEqual(await server.componentIds(), ['stateful'])
      assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
    })
  }
})

describe('a component folder that cannot be written', () => {
  it('lists and calls what is there, and says why a load or an unload fails', async (t) => {
    const user = await scratchUser(t)
    await prepare(user, ['stateful'])
    await using _folder = await readOnly(user.componentDir)
    await using server = await RunningServer.start(user, { runner: AS_USER })
    assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
    const loaded = await server.load('spins')
    assert.ok(loaded.isError)
    assert.match(loaded.text, /component folder .* cannot be written/)
    const unloaded = await server.call('unload-component', { id: 'stateful' })
    assert.ok(unloaded.isError)
    assert.match(unloaded.text, /cannot be written/)
    assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
  })

  it('offers what was put into it by hand', async (t) => {
    const user = await scratchUser(t)
    await putGuest(user.componentDir, 'mine', 'stateful')
    await using _folder = await readOnly(user.componentDir)
    await using server = await RunningServer.start(user, { runner: AS_USER })
    await server.toolNamesInclude('count-calls')
    assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
  })

  it('for it lies below a file, is empty', async (t) => {
    const user = await scratchUser(t)
    const file = join(user.home, 'file')
    await writeFile(file, '')
    await using server = await RunningServer.start(user, { flags: ['--component-dir', join(file, 'below')] })
    assert.deepEqual(await server.componentIds(), [])
    const { isError, text } = await server.load('stateful')
    assert.ok(isError)
    assert.match(text, /component folder .* cannot be written/)
  })
})

describe('a cache folder that cannot be written', () => {
  it('is said', async (t) => {
    const user = await scratchUser(t)
    await mkdir(join(user.home, '.cache'))
    await writeFile(join(user.home, '.cache', 'wassette'), 'a file where the folder should be')
    await using server = await RunningServer.start(user)
    const { isError, text } = await server.load('stateful')
    assert.ok(isError)
    assert.match(text, /cannot be written/)
  })
})

/** Loads guests without a limit; all but the first are unloaded again, and stay made ready. */
async function prepare(user: ScratchUser, guests: readonly string[]): Promise<void> {
  await using server = await RunningServer.start(user)
  for (const guest of guests) await server.load(guest)
  for (const id of guests.slice(1)) await server.call('unload-component', { id })
}

async function readOnly(folder: string): Promise<AsyncDisposable> {
  await chmod(folder, 0o555)
  return { [Symbol.asyncDispose]: () => chmod(folder, 0o755) }
}

/** Files that are still being written, or never were finished. */
async function leftovers(home: string): Promise<string[]> {
  const paths = await readdir(home, { recursive: true })
  return paths.filter((path) => /(^|\/)\.tmp-|\/tmp\/./.test(path))
}
