import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { ContentStore, sha256Of } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { FaultyFront, type Exchange, type Fault } from '../../helpers/registry/faulty-front.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const FETCH_PROGRAM = fileURLToPath(import.meta.resolve('../../helpers/registry/fetch-program.ts'))
const MEBIBYTE = 1024 * 1024
const COMPONENT = sampleComponent(4 * MEBIBYTE)
const DIGEST = sha256Of(COMPONENT)
const PARTIAL = `${DIGEST.slice('sha256:'.length)}.partial`
const BLOB = new RegExp(`/blobs/${DIGEST}$`)

/** A registry behind a front with faults, and an empty home. */
async function setUp(stack: AsyncDisposableStack, fault: Fault = (_exchange, pass) => pass()) {
  const registry = stack.use(await EmbeddedRegistry.start())
  const home = stack.use(await TemporaryHome.create())
  await pushComponent(registry.pushTarget('user/charcount', '1'), COMPONENT)
  const front = stack.use(await FaultyFront.start(registry.host, [[BLOB, fault]]))
  const reference = `oci://${front.host}/user/charcount:1`
  /** How often the blob was asked for, and from where on. */
  const ranges = () =>
    front.requests
      .filter((request) => request.includes(DIGEST))
      .map((request) => request.split(' ')[2] ?? 'all')
  return { registry, home, reference, ranges }
}

/** Leaves that much of a download behind, as if it had broken off. */
async function leave(home: TemporaryHome, bytes: Uint8Array): Promise<void> {
  await home.write(join('store', 'tmp', PARTIAL), bytes)
}

async function temporaries(home: TemporaryHome): Promise<readonly string[]> {
  return readdir(join(home.storeDir, 'tmp'))
}

/** Fetches, and checks that the blob is right and nothing else is left. */
async function fetchWhole(home: TemporaryHome, reference: string): Promise<void> {
  const { path } = await home.artifacts().fetchArtifact(reference)
  assert.equal(sha256Of(await readFile(path)), DIGEST)
  assert.deepEqual(await temporaries(home), [])
}

describe('a download that was interrupted', () => {
  it('is gone on with by the next process when its own was killed', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, ranges } = await setUp(stack, (exchange, pass) =>
      exchange.repetition === 0 ? stall(exchange) : pass(),
    )
    const child = fork(FETCH_PROGRAM, [home.path, reference], { silent: true })
    await hasWritten(home, 3 * MEBIBYTE)
    child.kill('SIGKILL')
    await once(child, 'exit')

    await fetchWhole(home, reference)
    assert.deepEqual(ranges(), ['all', `bytes=${3 * MEBIBYTE}-`])
  })

  it('is gone on with when it was cancelled', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, ranges } = await setUp(stack, (exchange, pass) =>
      exchange.repetition === 0 ? stall(exchange) : pass(),
    )
    const controller = new AbortController()
    const onProgress = ({ done }: { done: number }) => done === 3 * MEBIBYTE && controller.abort()
    const options = { signal: controller.signal, onProgress }
    await assert.rejects(home.artifacts().fetchArtifact(reference, options), { code: 'CANCELLED' })
    assert.deepEqual(await temporaries(home), [PARTIAL])

    await fetchWhole(home, reference)
    assert.deepEqual(ranges(), ['all', `bytes=${3 * MEBIBYTE}-`])
  })

  it('is begun again where the server knows no ranges', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, ranges } = await setUp(stack, (_exchange, pass) =>
      pass({ status: 200, body: COMPONENT }),
    )
    await leave(home, COMPONENT.subarray(0, 2 * MEBIBYTE))
    await fetchWhole(home, reference)
    assert.deepEqual(ranges(), [`bytes=${2 * MEBIBYTE}-`])
  })

  it('needs no request when only the last step was missing', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, ranges } = await setUp(stack)
    await leave(home, COMPONENT)
    await fetchWhole(home, reference)
    assert.deepEqual(ranges(), [])
  })

  it('is begun again when what is left of it was wrong', async () => {
    for (const wrong of [sampleComponent(2 * MEBIBYTE), Buffer.alloc(2 * MEBIBYTE)]) {
      await using stack = new AsyncDisposableStack()
      const { home, reference, ranges } = await setUp(stack)
      await leave(home, wrong)
      await fetchWhole(home, reference)
      assert.deepEqual(ranges(), [`bytes=${2 * MEBIBYTE}-`, 'all'])
    }
  })

  it('is begun again when more is left of it than there can be', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference, ranges } = await setUp(stack)
    await leave(home, Buffer.concat([COMPONENT, Buffer.of(1)]))
    await fetchWhole(home, reference)
    assert.deepEqual(ranges(), ['all'])
  })

  it('writes through no link that lies in its place', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    const victim = await home.write('victim', 'precious')
    await mkdir(join(home.storeDir, 'tmp'), { recursive: true })
    await symlink(victim, join(home.storeDir, 'tmp', PARTIAL))
    await fetchWhole(home, reference)
    assert.equal(await readFile(victim, 'utf8'), 'precious')
  })

  it('is written by one process alone, while the others begin again', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, reference } = await setUp(stack)
    await leave(home, COMPONENT.subarray(0, 2 * MEBIBYTE))
    const children = [1, 2, 3, 4].map(() => fork(FETCH_PROGRAM, [home.path, reference], { silent: true }))
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as unknown))
    assert.deepEqual(codes, [0, 0, 0, 0])
    assert.deepEqual(await new ContentStore(home.storeDir).verify(), { checked: 3, damaged: [] })
    assert.deepEqual(await temporaries(home), [])
  })

  it('is given up after a day, and at once when there is little of it', async () => {
    await using stack = new AsyncDisposableStack()
    const { home } = await setUp(stack)
    await leave(home, COMPONENT)
    const small = `${PARTIAL.replace('.partial', '')}.${Date.now() - 25 * 3_600_000}-00000000-1-abcdef`
    await writeFile(join(home.storeDir, 'tmp', small), 'little')
    await home.artifacts().close()
    assert.deepEqual(await temporaries(home), [PARTIAL])

    const time = new Date(Date.now() - 25 * 3_600_000)
    await utimes(join(home.storeDir, 'tmp', PARTIAL), time, time)
    await home.artifacts().close()
    assert.deepEqual(await temporaries(home), [])
  })
})

/** Sends three quarters of a body and then nothing more. */
function stall({ response, upstream }: Exchange): void {
  response.writeHead(200, upstream.headers).write(upstream.body.subarray(0, 3 * MEBIBYTE))
}

/** Resolves when that many bytes have been written. */
async function hasWritten(home: TemporaryHome, bytes: number): Promise<void> {
  for (;;) {
    const [name] = await temporaries(home).catch((): string[] => [])
    const content = name?.startsWith(DIGEST.slice(7))
      ? await readFile(join(home.storeDir, 'tmp', name))
      : null
    if (content !== null && content.length === bytes) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
