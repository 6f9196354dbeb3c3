import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { serialize } from 'node:v8'

import fc from 'fast-check'

import { encodeFrame, FrameReader, MAX_FRAME_BYTES } from '../../../../src/sandbox/protocol/frames.ts'

const header = (length: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

describe('FrameReader', () => {
  it('gives the same messages however the bytes are cut', () => {
    const value = fc.anything({ withBigInt: true, withTypedArray: true, withMap: true })
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), cuts, (messages, lengths) => {
        const bytes = Buffer.concat(messages.map(encodeFrame))
        const reader = new FrameReader()
        const read: unknown[] = []
        for (let start = 0, turn = 0; start < bytes.length; turn++) {
          const length = lengths[turn % lengths.length] ?? 1
          read.push(...reader.push(bytes.subarray(start, start + length)))
          start += length
        }
        assert.deepEqual(read, new FrameReader().push(bytes))
        assert.equal(read.length, messages.length)
      }),
    )
  })

  it('keeps what JSON loses', () => {
    const message = { id: 2n ** 63n, none: undefined, nan: NaN, zero: -0, bytes: new Uint8Array([1, 2]) }
    assert.deepEqual(new FrameReader().push(encodeFrame(message)), [message])
  })

  it('refuses a frame that is too long as soon as it is announced', () => {
    assert.throws(() => new FrameReader().push(header(MAX_FRAME_BYTES + 1)), RangeError)
    assert.deepEqual(new FrameReader().push(header(MAX_FRAME_BYTES)), [])
  })

  it('throws for bytes that are no structured clone, and never hangs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const reader = new FrameReader()
        try {
          reader.push(Buffer.concat([header(bytes.length), bytes]))
        } catch (error) {
          assert.ok(error instanceof Error)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('throws for a clone that was cut off', () => {
    const whole = serialize({ kind: 'returned', id: 1, value: ['a', 'b'] })
    for (let length = 0; length < whole.length - 1; length++) {
      assert.throws(() => new FrameReader().push(Buffer.concat([header(length), whole.subarray(0, length)])))
    }
  })
})

describe('encodeFrame()', () => {
  it('refuses what is longer than a frame may be', () => {
    assert.throws(() => encodeFrame(Buffer.alloc(MAX_FRAME_BYTES)), RangeError)
  })
})
