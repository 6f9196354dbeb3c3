import assert from 'node:assert/strict'
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { guestReference } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from './open-components.ts'

const RETURNED = { kind: 'returned', json: '1', isError: false }

const SWAPPED = `export const instantiate = () => ({ countCalls: () => 'swapped' })`

/** Damage to the files that a component was made ready in, between two starts of its process. */
const DAMAGES: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  'glue that was replaced': (folder) => writeFile(join(folder, 'component.mjs'), SWAPPED),
  'a core module that was changed': async (folder) => {
    const [core = ''] = (await readdir(folder)).filter((name) => name.endsWith('.wasm'))
    await appendFile(join(folder, core), 'x')
  },
  'a manifest that is damaged': (folder) => writeFile(join(folder, 'manifest.json'), '{"files":'),
  'a manifest that names files elsewhere': (folder) =>
    writeFile(join(folder, 'manifest.json'), '{"files":{"../../../etc/passwd":"0"}}'),
  'a manifest that names nothing, and other glue': async (folder) => {
    await writeFile(join(folder, 'manifest.json'), '{"files":{}}')
    await writeFile(join(folder, 'component.mjs'), SWAPPED)
  },
  'a folder that is gone': (folder) => rm(folder, { recursive: true }),
}

describe('a component made ready to run', () => {
  for (const [damage, apply] of Object.entries(DAMAGES)) {
    it(`is made ready again instead of running with ${damage}`, async (t) => {
      const { folder, call } = await loadedOnce(t)
      await apply(folder)
      assert.deepEqual(await call(), RETURNED)
      assert.doesNotMatch(await readFile(join(folder, 'component.mjs'), 'utf8'), /swapped/)
    })
  }

  it('is made ready again while the server runs, also when the whole cache is gone', async (t) => {
    const cacheFolder = await temporaryFolder(t)
    const components = await openComponents(t, { cacheFolder })
    await components.load(await guestReference('stateful'))
    await rm(cacheFolder, { recursive: true })
    assert.deepEqual(await components.call('count-calls', {}), RETURNED)
  })
})

/** A component of an earlier start of the server: the next call starts its process. */
async function loadedOnce(context: TestContext) {
  const [folder, cacheFolder] = [await temporaryFolder(context), await temporaryFolder(context)]
  const first = await openComponents(context, { folder, cacheFolder })
  await first.load(await guestReference('stateful'))
  await first.close()
  const components = await openComponents(context, { folder, cacheFolder })
  const layouts = join(cacheFolder, 'compiled')
  const [layout = ''] = await readdir(layouts)
  const [digest = ''] = (await readdir(join(layouts, layout))).filter((name) => name.startsWith('sha256-'))
  return {
    folder: join(layouts, layout, digest),
    call: () => components.call('count-calls', {}),
  }
}
