import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  EMPTY_SOURCE,
  InputStream,
  type ByteSource,
} from '../../../../../src/sandbox/guest-process/wasi/io/input-stream.ts'
import { witError } from '../guest.ts'

const CLOSED = witError({ tag: 'closed' })

/** A source that is fed by the test. */
class FedSource implements ByteSource {
  closed = false
  asked: number[] = []
  #bytes = new Uint8Array()
  #ended = false
  #change = Promise.withResolvers<void>()

  isReady(): boolean {
    return this.#bytes.length > 0 || this.#ended
  }

  wait(): Promise<void> {
    return this.#change.promise
  }

  read(length: number): Uint8Array | null {
    this.asked.push(length)
    if (this.#bytes.length === 0 && this.#ended) return null
    const bytes = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(bytes.length)
    return bytes
  }

  close(): void {
    this.closed = true
  }

  feed(text: string): void {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(text)])
    this.#changed()
  }

  end(): void {
    this.#ended = true
    this.#changed()
  }

  #changed(): void {
    this.#change.resolve()
    this.#change = Promise.withResolvers()
  }
}

describe('InputStream', () => {
  it('reads what is at hand, and nothing while there is nothing', () => {
    const source = new FedSource()
    const stream = new InputStream(source)
    assert.equal(stream.read(10n).length, 0)
    source.feed('hello')
    assert.equal(Buffer.from(stream.read(3n)).toString(), 'hel')
    assert.equal(Buffer.from(stream.read(3n)).toString(), 'lo')
  })

  it('waits for bytes when it may block', async () => {
    const source = new FedSource()
    const bytes = new InputStream(source).blockingRead(10n)
    source.feed('late')
    assert.equal(Buffer.from(await bytes).toString(), 'late')
  })

  it('does not wait for no bytes at all', async () => {
    assert.equal((await new InputStream(new FedSource()).blockingRead(0n)).length, 0)
  })

  it('is closed at the end, and stays so', async () => {
    const source = new FedSource()
    const stream = new InputStream(source)
    const bytes = stream.blockingRead(1n)
    source.end()
    await assert.rejects(bytes, CLOSED)
    assert.throws(() => stream.read(1n), CLOSED)
    assert.throws(() => stream.skip(1n), CLOSED)
  })

  it('skips as it reads', async () => {
    const source = new FedSource()
    const stream = new InputStream(source)
    source.feed('abcdef')
    assert.equal(stream.skip(2n), 2n)
    assert.equal(await stream.blockingSkip(3n), 3n)
    assert.equal(Buffer.from(stream.read(9n)).toString(), 'f')
  })

  it('asks for no more than one call may move', () => {
    const source = new FedSource()
    new InputStream(source).read(2n ** 64n - 1n)
    assert.deepEqual(source.asked, [16 * 1024 * 1024])
  })

  it('is ready when there is something to read', () => {
    const source = new FedSource()
    const pollable = new InputStream(source).subscribe()
    assert.equal(pollable.ready(), false)
    source.feed('x')
    assert.equal(pollable.ready(), true)
  })

  it('closes its source when the guest drops it', () => {
    const source = new FedSource()
    new InputStream(source)[Symbol.dispose]()
    assert.equal(source.closed, true)
  })
})

describe('EMPTY_SOURCE', () => {
  it('has ended from the start', () => {
    const stream = new InputStream(EMPTY_SOURCE)
    assert.equal(stream.subscribe().ready(), true)
    assert.throws(() => stream.read(1n), CLOSED)
  })
})
