import assert from 'node:assert/strict'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { sha256Of } from '#artifacts'
import { CacheService } from '#components'
import { listCompiled } from '#sandbox'

import { CompiledStore } from '../../../../src/sandbox/prepare/compiled-store.ts'
import { recordingLogger } from '../../../helpers/recording-logger.ts'
import { SampleStore } from '../../../helpers/sample-store.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const LAYER = sha256Of(Buffer.from('layer'))
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const HOUR_MS = 3_600_000

/** What was made ready to run of some components: ten bytes each, last used that many hours ago. */
async function setUp(t: TestContext, hours: Readonly<Record<string, number>>) {
  const folder = await temporaryFolder(t)
  const store = new CompiledStore(folder)
  for (const [digest, age] of Object.entries(hours)) {
    const temporary = await store.begin()
    for (const name of ['component.mjs', 'description.json']) await writeFile(join(temporary, name), '')
    const kept = await store.keep(
      temporary,
      digest,
      new Map([
        ['component.mjs', EMPTY],
        ['description.json', EMPTY],
      ]),
    )
    const time = new Date(Date.now() - age * HOUR_MS)
    for (const name of ['component.mjs', 'description.json', 'manifest.json'])
      await utimes(join(kept.folder, name), time, time)
  }
  return folder
}

async function compiledIn(folder: string): Promise<readonly string[]> {
  return (await listCompiled(folder)).map(({ digest }) => digest)
}

function digestOf(digit: string): string {
  return `sha256:${digit.repeat(64)}`
}

describe('CacheService.collect()', () => {
  it('removes what was made of components that are not installed, and by other versions', async (t) => {
    const [installed, recent, old] = ['a', 'b', 'c'].map(digestOf)
    assert.ok(installed && recent && old)
    const folder = await setUp(t, { [installed]: 100, [recent]: 2, [old]: 100 })
    const other = join(folder, 'compiled', 'v1', installed.replace(':', '-'))
    await mkdir(other, { recursive: true })
    await writeFile(join(other, 'component.mjs'), 'glue')
    await utimes(join(other, 'component.mjs'), 0, 0)
    const reason = { kind: 'installed', id: 'x' } as const
    const roots = [async () => [{ digest: installed, reason }]]
    const cache = new CacheService({ folder, roots, maxBytes: null })

    const { removed } = await cache.collect()
    assert.deepEqual(
      removed.map(({ kind, digest }) => [kind, digest]),
      [
        ['compiled', installed],
        ['compiled', old],
      ],
    )
    assert.deepEqual(await compiledIn(folder), [installed, recent])
    // Over the cap, what no installed component needs goes too.
    await cache.collect({ maxBytes: 0 })
    assert.deepEqual(await compiledIn(folder), [installed])
  })

  it('is left to finding by the processes that run them', async (t) => {
    const digest = digestOf('a')
    const folder = await setUp(t, { [digest]: 100 })
    assert.notEqual(await new CompiledStore(folder).find(digest), null)
    const cache = new CacheService({ folder, roots: [], maxBytes: 0 })
    assert.deepEqual((await cache.collect()).removed, [])
  })
})

describe('CacheService.collectLater()', () => {
  const options = { signal: new AbortController().signal, delayMs: 0 }

  it('collects when there is more than the cap, and says so', async (t) => {
    const folder = await temporaryFolder(t)
    const sample = new SampleStore(join(folder, 'store'))
    const digest = await sample.addReference('host/x:1', { layers: [Buffer.from('layer')] })
    await sample.age([digest, LAYER, sha256Of(Buffer.from('{}'))], 48)
    await sample.ageReference('host/x:1', 48)
    const logger = recordingLogger()
    const { lines } = logger

    await new CacheService({ folder, roots: [], maxBytes: 1_000_000 }).collectLater({ logger, ...options })
    await new CacheService({ folder, roots: [], maxBytes: null }).collectLater({ logger, ...options })
    assert.notEqual(await sample.blobs.find(digest), null)
    assert.deepEqual(lines, [])
    await sample.age([digest], 48)

    await new CacheService({ folder, roots: [], maxBytes: 1 }).collectLater({ logger, ...options })
    assert.equal(await sample.blobs.find(digest), null)
    assert.equal(lines.length, 1)
  })

  it('harms no server when it fails, or when the server ends first', async (t) => {
    const folder = await temporaryFolder(t)
    const logger = recordingLogger()
    const { lines } = logger
    const roots = [() => Promise.reject(new Error('no'))]
    const cache = new CacheService({ folder, roots, maxBytes: 0 })
    await cache.collectLater({ logger, ...options })
    assert.equal(lines.length, 1)
    await cache.collectLater({ logger, signal: AbortSignal.abort(), delayMs: 100_000 })
    assert.equal(lines.length, 1)
  })
})
