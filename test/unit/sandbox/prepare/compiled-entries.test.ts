import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { listCompiled, removeCompiled, verifyCompiled } from '#sandbox'

import { CompiledStore } from '../../../../src/sandbox/prepare/compiled-store.ts'
import { MadeFiles } from '../../../../src/sandbox/prepare/made-files.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const DIGESTS = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`)

/** Keeps glue for each digest. */
async function fill(cacheFolder: string): Promise<readonly string[]> {
  const store = new CompiledStore(cacheFolder)
  const folders: string[] = []
  for (const digest of DIGESTS) {
    const folder = await store.begin()
    await using made = new MadeFiles(folder, 1024)
    for (const text of ['description', 'glue']) await made.write({ bytes: Buffer.from(text), isLast: true })
    assert.ok(made.hashes)
    folders.push((await store.keep(folder, digest, made.hashes)).folder)
  }
  return folders
}

describe('what was made ready to run', () => {
  it('is listed with its digest, and nothing that is still being written', async (t) => {
    const cacheFolder = await temporaryFolder(t)
    await fill(cacheFolder)
    await new CompiledStore(cacheFolder).begin()
    const entries = await listCompiled(cacheFolder)
    assert.deepEqual(
      entries.map(({ digest, isCurrent }) => [digest, isCurrent]),
      DIGESTS.map((digest) => [digest, true]),
    )
  })

  it('is removed whole, and leaves nothing', async (t) => {
    const cacheFolder = await temporaryFolder(t)
    const [folder = ''] = await fill(cacheFolder)
    const [entry] = await listCompiled(cacheFolder)
    assert.ok(entry)
    await removeCompiled(cacheFolder, entry)
    assert.deepEqual(
      (await listCompiled(cacheFolder)).map(({ digest }) => digest),
      DIGESTS.slice(1),
    )
    assert.deepEqual(await readdir(join(folder, '..', 'tmp')), [])
  })

  it('is removed when it was changed on disk', async (t) => {
    const cacheFolder = await temporaryFolder(t)
    const [folder = ''] = await fill(cacheFolder)
    await writeFile(join(folder, 'component.mjs'), 'other')
    const { checked, damaged } = await verifyCompiled(cacheFolder)
    assert.equal(checked, 2)
    assert.deepEqual(
      damaged.map(({ digest }) => digest),
      DIGESTS.slice(0, 1),
    )
    assert.equal((await listCompiled(cacheFolder)).length, 1)
  })
})
