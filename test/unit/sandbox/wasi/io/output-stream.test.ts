import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GuestTrap } from '../../../../../src/sandbox/guest-process/wasi/guest-trap.ts'
import { IoError } from '../../../../../src/sandbox/guest-process/wasi/io/error.ts'
import { InputStream } from '../../../../../src/sandbox/guest-process/wasi/io/input-stream.ts'
import {
  OutputStream,
  type ByteSink,
} from '../../../../../src/sandbox/guest-process/wasi/io/output-stream.ts'
import { ALWAYS_READY } from '../../../../../src/sandbox/guest-process/wasi/io/readiness.ts'
import { lastOperationFailed } from '../../../../../src/sandbox/guest-process/wasi/io/stream-error.ts'

/** Holds four bytes, then has to be emptied. */
class SmallSink implements ByteSink {
  taken = ''
  flushes = 0
  closed = false
  #used = 0
  #change = Promise.withResolvers<void>()

  isReady(): boolean {
    return this.#used < 4
  }

  wait(): Promise<void> {
    setImmediate(() => this.empty())
    return this.#change.promise
  }

  capacity(): number {
    return 4 - this.#used
  }

  write(bytes: Uint8Array): void {
    this.taken += Buffer.from(bytes).toString('latin1')
    this.#used += bytes.length
  }

  flush(): void {
    this.flushes++
  }

  close(): void {
    this.closed = true
  }

  empty(): void {
    this.#used = 0
    this.#change.resolve()
    this.#change = Promise.withResolvers()
  }
}

function sourceOf(text: string): InputStream {
  let left = Buffer.from(text)
  return new InputStream({
    ...ALWAYS_READY,
    read: (length) => {
      const bytes = left.subarray(0, length)
      left = left.subarray(length)
      return bytes
    },
    close: () => {},
  })
}

describe('OutputStream', () => {
  it('permits what its sink can take', () => {
    const stream = new OutputStream(new SmallSink())
    assert.equal(stream.checkWrite(), 4n)
    stream.write(Buffer.from('abc'))
    assert.equal(stream.checkWrite(), 1n)
    stream.write(Buffer.from('d'))
    assert.equal(stream.checkWrite(), 0n)
    assert.equal(stream.subscribe().ready(), false)
  })

  it('traps when more is written than was permitted', () => {
    const stream = new OutputStream(new SmallSink())
    assert.throws(() => stream.write(Buffer.from('abcde')), GuestTrap)
    assert.throws(() => stream.writeZeroes(2n ** 64n - 1n), GuestTrap)
  })

  it('writes all of it, piece by piece, when it may block', async () => {
    const sink = new SmallSink()
    await new OutputStream(sink).blockingWriteAndFlush(Buffer.from('abcdefghij'))
    assert.equal(sink.taken, 'abcdefghij')
    assert.equal(sink.flushes, 1)
  })

  it('writes zeroes, piece by piece, when it may block', async () => {
    const sink = new SmallSink()
    await new OutputStream(sink).blockingWriteZeroesAndFlush(6n)
    assert.equal(sink.taken, '\0'.repeat(6))
  })

  it('flushes, and waits for that when it may block', async () => {
    const sink = new SmallSink()
    const stream = new OutputStream(sink)
    stream.write(Buffer.from('abcd'))
    stream.flush()
    await stream.blockingFlush()
    assert.equal(sink.flushes, 2)
    assert.equal(sink.isReady(), true)
  })

  it('splices no more than the sink can take', () => {
    const sink = new SmallSink()
    assert.equal(new OutputStream(sink).splice(sourceOf('abcdefgh'), 100n), 4n)
    assert.equal(sink.taken, 'abcd')
  })

  it('waits for room before it splices', async () => {
    const sink = new SmallSink()
    const stream = new OutputStream(sink)
    stream.write(Buffer.from('full'))
    assert.equal(await stream.blockingSplice(sourceOf('more'), 2n), 2n)
    assert.equal(sink.taken, 'fullmo')
  })

  it('hands on why a write failed', () => {
    const error = new IoError('The pipe broke')
    const sink = new SmallSink()
    sink.write = () => {
      throw lastOperationFailed(error)
    }
    assert.throws(
      () => new OutputStream(sink).write(Buffer.from('x')),
      (thrown: { payload: { tag: string; val: IoError } }) =>
        thrown.payload.tag === 'last-operation-failed' &&
        thrown.payload.val.toDebugString() === 'The pipe broke',
    )
  })

  it('closes its sink when the guest drops it', () => {
    const sink = new SmallSink()
    new OutputStream(sink)[Symbol.dispose]()
    assert.equal(sink.closed, true)
  })
})
