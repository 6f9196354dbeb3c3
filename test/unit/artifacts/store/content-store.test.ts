import assert from 'node:assert/strict'
import { chmod, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { ContentStore, sha256Of, type StoreRoot } from '#artifacts'

import { recordReference } from '../../../../src/artifacts/store/reference-records.ts'
import { SampleStore } from '../../../helpers/sample-store.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const HOUR_MS = 3_600_000
const CONFIG = sha256Of(Buffer.from('{}'))

async function setUp(
  t: TestContext,
): Promise<{ readonly sample: SampleStore; readonly store: ContentStore }> {
  const sample = new SampleStore(join(await temporaryFolder(t), 'store'))
  return { sample, store: new ContentStore(sample.directory) }
}

/** What stays and why, by reference or digest, when the last hour counts as recent. */
async function kept(store: ContentStore, roots: readonly StoreRoot[] = []): Promise<unknown> {
  const { entries } = await store.list({ roots, recentSince: Date.now() - HOUR_MS })
  return Object.fromEntries(
    entries.map(({ reference, digest, keptFor }) => [reference ?? digest, keptFor.map(({ kind }) => kind)]),
  )
}

describe('ContentStore.list()', () => {
  it('finds nothing where there is no store', async (t) => {
    const { store } = await setUp(t)
    assert.deepEqual(await store.list({ roots: [], recentSince: 0 }), { size: 0, entries: [] })
  })

  it('counts all blobs of a reference, and says when one is missing', async (t) => {
    const { sample, store } = await setUp(t)
    const layer = Buffer.from('layer')
    const digest = await sample.addReference('host/x:1', { layers: [layer] })
    const manifest = await stat(sample.blobs.pathOf(digest))
    const list = () => store.list({ roots: [], recentSince: 0 })

    const [whole] = (await list()).entries
    assert.equal(whole?.size, manifest.size + 2 + layer.length)
    assert.equal(whole.isComplete, true)
    await rm(sample.blobs.pathOf(sha256Of(layer)))
    assert.equal((await list()).entries[0]?.isComplete, false)
  })

  it('says of each why it stays: by name, because it was used lately, or not at all', async (t) => {
    const { sample, store } = await setUp(t)
    const named = await sample.addReference('host/x:1', { layers: [Buffer.from('named')] })
    const recent = await sample.addManifest({ layers: [Buffer.from('recent')] })
    const old = await sample.addManifest({ layers: [Buffer.from('old')] })
    await sample.ageReference('host/x:1', 2)
    await sample.age([named, old.digest, sha256Of(Buffer.from('old')), CONFIG], 2)

    assert.deepEqual(await kept(store), {
      'host/x:1': ['referenced'],
      [recent.digest]: ['recent'],
      [old.digest]: [],
    })
  })

  it('keeps the whole artifact of a layer that is installed, and what is about it', async (t) => {
    const { sample, store } = await setUp(t)
    const layer = Buffer.from('layer')
    const { digest } = await sample.addManifest({ layers: [layer] })
    const signature = await sample.addManifest({ layers: [Buffer.from('signature')], subject: digest })
    const countersignature = await sample.addManifest({
      layers: [Buffer.from('2')],
      subject: signature.digest,
    })
    await sample.age([digest, signature.digest, countersignature.digest], 2)
    await sample.age([layer, Buffer.from('signature'), Buffer.from('2')].map(sha256Of), 2)
    const roots = [{ digest: sha256Of(layer), reason: { kind: 'installed', id: 'x' } }] as const

    assert.deepEqual(await kept(store, roots), {
      [digest]: ['installed'],
      [signature.digest]: ['attached'],
      [countersignature.digest]: ['attached'],
    })
    assert.deepEqual(await kept(store), {
      [digest]: [],
      [signature.digest]: [],
      [countersignature.digest]: [],
    })
  })

  it('does not believe a manifest that was changed on disk', async (t) => {
    const { sample, store } = await setUp(t)
    const layer = Buffer.from('layer')
    const digest = await sample.addReference('host/x:1', { layers: [layer] })
    await sample.age([sha256Of(layer), CONFIG], 2)
    await chmod(sample.blobs.pathOf(digest), 0o644)
    await writeFile(sample.blobs.pathOf(digest), '{"schemaVersion":2,"layers":[]}')

    assert.deepEqual(await kept(store), {
      'host/x:1': ['referenced', 'recent'],
      [CONFIG]: [],
      [sha256Of(layer)]: [],
    })
  })
})

describe('ContentStore.verify()', () => {
  it('finds every blob whole', async (t) => {
    const { sample, store } = await setUp(t)
    await sample.addReference('host/x:1', { layers: [Buffer.from('layer')] })
    assert.deepEqual(await store.verify(), { checked: 3, damaged: [] })
  })

  it('removes what is not what its name says', async (t) => {
    const { sample, store } = await setUp(t)
    const layer = Buffer.from('layer')
    await sample.addReference('host/x:1', { layers: [layer] })
    const path = sample.blobs.pathOf(sha256Of(layer))
    await chmod(path, 0o644)
    await writeFile(path, 'other')

    assert.deepEqual(await store.verify(), { checked: 3, damaged: [sha256Of(layer)] })
    assert.deepEqual(await store.verify(), { checked: 2, damaged: [] })
  })
})

describe('ContentStore.collect()', () => {
  const rules = { roots: [], graceMs: HOUR_MS, maxBytes: null, now: Date.now() }

  it('removes blobs and names from the disk, and leaves a store that is whole', async (t) => {
    const { sample, store } = await setUp(t)
    const kept = await sample.addReference('host/x:2', { layers: [Buffer.from('kept')] })
    const old = await sample.addManifest({ layers: [Buffer.from('old')] })
    await recordReference(sample.directory, { reference: `host/x@${old.digest}`, ...old })
    await sample.age([old.digest, sha256Of(Buffer.from('old'))], 2)
    await sample.ageReference(`host/x@${old.digest}`, 2)

    const planned = await store.plan(rules)
    const collected = await store.collect(rules)
    assert.deepEqual(collected, planned)
    assert.deepEqual(
      new Set(collected.blobs.map(({ digest }) => digest)),
      new Set([old.digest, sha256Of(Buffer.from('old'))]),
    )
    const { entries } = await store.list({ roots: [], recentSince: 0 })
    assert.deepEqual(
      entries.map(({ digest, isComplete }) => [digest, isComplete]),
      [[kept, true]],
    )
    const index = JSON.parse(await readFile(join(sample.directory, 'index.json'), 'utf8'))
    assert.equal(index.manifests.length, 1)
    assert.deepEqual(
      await readdir(join(sample.directory, 'blobs', 'sha256')).then((names) => names.length),
      3,
    )
    assert.deepEqual(
      (await readdir(sample.directory)).toSorted((one, other) => (one < other ? -1 : 1)),
      ['blobs', 'index.json', 'oci-layout', 'refs', 'tmp'],
    )
  })

  it('finds nothing to do where there is no store, and makes none', async (t) => {
    const { sample, store } = await setUp(t)
    assert.deepEqual(await store.collect(rules), { blobs: [], references: [], left: 0 })
    await assert.rejects(stat(sample.directory), { code: 'ENOENT' })
  })

  it('removes parts of downloads that nobody went on with, and no others', async (t) => {
    const { sample, store } = await setUp(t)
    await sample.blobs.put(Buffer.from('x'))
    const tmp = join(sample.directory, 'tmp')
    for (const name of ['a.partial', 'b.partial', 'other']) await writeFile(join(tmp, name), '')
    for (const name of ['a.partial', 'other']) await utimes(join(tmp, name), 0, 0)
    await store.collect(rules)
    assert.deepEqual(
      (await readdir(tmp)).toSorted((one, other) => (one < other ? -1 : 1)),
      ['b.partial', 'other'],
    )
  })

  it('takes turns with another collector, and takes over from one that died', async (t) => {
    const { sample, store } = await setUp(t)
    await sample.blobs.put(Buffer.from('x'))
    await writeFile(join(sample.directory, 'gc.lock'), `${Date.now() - 48 * HOUR_MS}-00000000-1-abcdef`)
    await Promise.all([store.collect(rules), store.collect(rules)])
    await assert.rejects(stat(join(sample.directory, 'gc.lock')), { code: 'ENOENT' })
  })
})
