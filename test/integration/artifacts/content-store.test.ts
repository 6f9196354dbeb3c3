import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { ContentStore, sha256Of, type FetchProgress } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { FaultyFront, type Exchange } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const FETCH_PROGRAM = fileURLToPath(import.meta.resolve('../../helpers/registry/fetch-program.ts'))
const COMPONENT = sampleComponent(500_000)

/** A registry with one component and a home to pull it into. */
async function setUp(stack: AsyncDisposableStack): Promise<{
  registry: EmbeddedRegistry
  home: TemporaryHome
  reference: string
  pinned: string
}> {
  const registry = stack.use(await EmbeddedRegistry.start())
  const home = stack.use(await TemporaryHome.create())
  const manifestDigest = await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT)
  const repository = `oci://${registry.host}/user/charcount`
  registry.requests.length = 0
  return { registry, home, reference: `${repository}:1`, pinned: `${repository}@${manifestDigest}` }
}

/** What the store holds. */
async function entriesOf({ storeDir }: TemporaryHome) {
  return (await new ContentStore(storeDir).list({ roots: [], recentSince: 0 })).entries
}

/** What would be left of a fetch that went wrong. */
async function temporaries(home: TemporaryHome): Promise<string[]> {
  return readdir(join(home.storeDir, 'tmp'))
}

describe('the content store', () => {
  it('spares the download of what it holds', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home, reference, pinned } = await setUp(stack)
    await home.artifacts().fetchArtifact(reference)
    assert.deepEqual(
      registry.requests.map((request) => request.replace(/sha256[:-].*/, 'DIGEST')),
      [
        'GET /v2/user/charcount/manifests/1',
        'GET /v2/user/charcount/blobs/DIGEST',
        // A policy that lies beside the component.
        'GET /v2/user/charcount/referrers/DIGEST',
        'GET /v2/user/charcount/manifests/DIGEST',
        'GET /v2/user/charcount/blobs/DIGEST',
      ],
    )
    registry.requests.length = 0

    await home.artifacts().fetchArtifact(reference)
    assert.deepEqual(registry.requests, ['GET /v2/user/charcount/manifests/1'])
    await registry.close()
    await home.artifacts().fetchArtifact(pinned)
  })

  it('is an OCI image layout', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, pinned } = await setUp(stack)
    await home.artifacts().fetchArtifact(reference)

    const index: unknown = JSON.parse(await readFile(join(home.storeDir, 'index.json'), 'utf8'))
    assert.equal(
      await readFile(join(home.storeDir, 'oci-layout'), 'utf8'),
      '{"imageLayoutVersion":"1.0.0"}\n',
    )
    assert.deepEqual(index, {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: pinned.slice(pinned.indexOf('@') + 1),
          size: 438,
          annotations: { 'org.opencontainers.image.ref.name': reference.slice('oci://'.length) },
        },
      ],
    })
  })

  it('holds artifacts whole, further layers among them', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const layers = ['application/wasm', 'text/yaml', 'text/markdown'].map((mediaType) => {
      return {
        mediaType,
        title: mediaType,
        bytes: mediaType === 'text/yaml' ? Buffer.from('version: "1.0"') : sampleComponent(1000),
      }
    })
    await pushComponent(registry.pushTarget('user/more', '1'), COMPONENT, { layers })
    await home.artifacts().fetchArtifact(`oci://${registry.host}/user/more:1`)

    const [entry] = await entriesOf(home)
    assert.equal(entry?.isComplete, true)
    assert.ok(entry.size > 2000)
  })

  it('loads a component whose config the registry does not give, or only a wrong one', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const config = new RegExp(`/blobs/(?!${sha256Of(COMPONENT)})`)
    for (const spoil of [
      ({ response }: Exchange) => void response.writeHead(404).end(),
      ({ response, upstream }: Exchange) => void response.writeHead(200).end(upstream.body.fill(0x20)),
    ]) {
      const front = stack.use(await FaultyFront.start(registry.host, [[config, spoil]]))
      await home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`)
    }
    assert.deepEqual(
      (await entriesOf(home)).map(({ isComplete }) => isComplete),
      [false, false],
    )
    assert.deepEqual(await temporaries(home), [])
  })

  it('serves what it holds where nothing can be written', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, pinned } = await setUp(stack)
    for (const each of [reference, pinned]) await home.artifacts().fetchArtifact(each)
    // Root may write to any folder, but not below a file.
    await rm(join(home.storeDir, 'tmp'), { recursive: true })
    await writeFile(join(home.storeDir, 'tmp'), '')

    for (const each of [reference, pinned]) await home.artifacts().fetchArtifact(each)
  })

  it('drops a blob that was replaced on disk and fetches it again', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    const { path } = await home.artifacts().fetchArtifact(reference)
    await chmod(path, 0o644)
    await writeFile(path, sampleComponent(COMPONENT.length))

    const again = await home.artifacts().fetchArtifact(reference)
    assert.equal(sha256Of(await readFile(again.path)), sha256Of(COMPONENT))
  })

  it('joins equal downloads of one process', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home, reference } = await setUp(stack)
    const artifacts = home.artifacts()
    const progress: FetchProgress[] = []
    const onProgress = (step: FetchProgress): void => void progress.push(step)

    await Promise.all([1, 2, 3].map(() => artifacts.fetchArtifact(reference, { onProgress })))

    const downloads = registry.requests.filter((request) => request.includes('/blobs/'))
    assert.deepEqual(new Set(downloads).size, 2)
    assert.equal(downloads.filter((request) => request.endsWith(sha256Of(COMPONENT))).length, 1)
    assert.deepEqual(progress.at(-1), {
      message: `Downloading ${reference.slice('oci://'.length)}`,
      done: COMPONENT.length,
      total: COMPONENT.length,
    })
  })

  it('is shared by many processes', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    const three = [reference, reference, reference]
    const children = [1, 2, 3, 4, 5, 6].map(() =>
      fork(FETCH_PROGRAM, [home.path, ...three], { silent: true }),
    )
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as unknown))

    assert.deepEqual(codes, [0, 0, 0, 0, 0, 0])
    assert.deepEqual(await temporaries(home), [])
    assert.deepEqual(await new ContentStore(home.storeDir).verify(), { checked: 3, damaged: [] })
  })
})

describe('a fetch that ends early', () => {
  it('leaves nothing when it is cancelled', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const controller = new AbortController()
    const front = stack.use(await FaultyFront.start(registry.host, [[/\/blobs\//, stall]]))
    const options = {
      signal: controller.signal,
      onProgress: ({ done }: FetchProgress) => done > 0 && controller.abort(),
    }

    const fetched = home.artifacts().fetchArtifact(`oci://${front.host}/user/charcount:1`, options)

    await assert.rejects(fetched, { code: 'CANCELLED' })
    assert.deepEqual(await temporaries(home), [])
  })

  it('goes on for the others when one who waits is cancelled', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    const artifacts = home.artifacts()
    const controller = new AbortController()
    const options = { signal: controller.signal, onProgress: () => controller.abort() }

    const [cancelled, other] = await Promise.allSettled([
      artifacts.fetchArtifact(reference, options),
      artifacts.fetchArtifact(reference),
    ])

    assert.equal(cancelled.status, 'rejected')
    assert.equal(other.status, 'fulfilled')
  })

  it('is tidied up at the next start when its process was killed', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home, reference } = await setUp(stack)
    const front = stack.use(await FaultyFront.start(registry.host, [[/\/blobs\//, stall]]))
    const child = fork(FETCH_PROGRAM, [home.path, `oci://${front.host}/user/charcount:1`], { silent: true })
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.equal((await temporaries(home)).length, 1)

    await home.artifacts().close()
    assert.deepEqual(await temporaries(home), [])
    await home.artifacts().fetchArtifact(reference)
  })

  it('says that the disk is full', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    const limited = `trap "" XFSZ; ulimit -f 100; exec "$0" "$@"`
    const child = fork(FETCH_PROGRAM, [home.path, reference], {
      execPath: '/bin/sh',
      execArgv: ['-c', limited, process.execPath, ...process.execArgv],
      silent: true,
    })
    const [message] = await once(child, 'message', { signal: AbortSignal.timeout(20_000) })

    assert.deepEqual(message, { code: 'STORE_FULL' })
    assert.deepEqual(await temporaries(home), [])
  })

  it('says that the folder cannot be written', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    await home.write('store', 'a file where the folder should be')

    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'STORE_NOT_WRITABLE' })
  })

  it('keeps what other processes are still writing, for a day', async () => {
    await using stack = new AsyncDisposableStack()
    const { home } = await setUp(stack)
    const folder = join(home.storeDir, 'tmp')
    const hour = 60 * 60 * 1000
    const elsewhere = [1, 25].map((hours) => `${Date.now() - hours * hour}-00000000-1-abcdef`)
    await mkdir(folder, { recursive: true })
    for (const name of elsewhere) await writeFile(join(folder, name), '')

    await home.artifacts().close()
    assert.deepEqual(await temporaries(home), elsewhere.slice(0, 1))
  })
})

/** Sends half of a body and then nothing more. */
function stall({ response, upstream }: Exchange): void {
  response.writeHead(200, upstream.headers).write(upstream.body.subarray(0, COMPONENT.length / 2))
}
