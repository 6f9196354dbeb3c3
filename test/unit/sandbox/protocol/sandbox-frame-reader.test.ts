import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { SandboxFrameReader } from '../../../../src/sandbox/protocol/sandbox-frame-reader.ts'
import { encodeSandboxFrame } from '../../../../src/sandbox/protocol/sandbox-frames.ts'

const KINDS = { short: { bytes: 20, values: 3 }, long: { bytes: 1_000_000, values: 100 } }

const message = fc.oneof(
  fc.integer().map((id) => ({ kind: 'short', id })),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ kind: 'long', bytes })),
)

describe('SandboxFrameReader', () => {
  it('gives the same messages however the bytes are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), cuts, (messages, lengths) => {
        const bytes = Buffer.concat(messages.map((one) => encode(one)))
        const reader = new SandboxFrameReader(KINDS)
        const read: unknown[] = []
        for (let start = 0, turn = 0; start < bytes.length; turn++) {
          const length = lengths[turn % lengths.length] ?? 1
          reader.push(bytes.subarray(start, start + length))
          read.push(...allOf(reader))
          start += length
        }
        assert.deepEqual(read, messages)
      }),
    )
  })

  it('gives one message at a time', () => {
    const reader = new SandboxFrameReader(KINDS)
    const one = encode({ kind: 'short', id: 1 })
    reader.push(Buffer.concat([one, one]))
    assert.deepEqual(reader.next(), { kind: 'short', id: 1 })
    assert.deepEqual(reader.next(), { kind: 'short', id: 1 })
    assert.equal(reader.next(), null)
  })

  it('puts a long frame together that comes byte by byte', () => {
    const bytes = new Uint8Array(300_000).fill(7)
    const reader = new SandboxFrameReader(KINDS)
    const frame = encode({ kind: 'long', bytes })
    for (let at = 0; at < frame.length - 1; at++) {
      reader.push(frame.subarray(at, at + 1))
      assert.equal(reader.next(), null)
    }
    reader.push(frame.subarray(-1))
    assert.deepEqual(reader.next(), { kind: 'long', bytes })
  })

  it('refuses a frame by its header, before any of it has come', () => {
    for (const header of [
      [0, 0, 0, 21, 0],
      [0, 0, 0, 0, 2],
      [255, 255, 255, 255, 1],
    ]) {
      const reader = new SandboxFrameReader(KINDS)
      reader.push(Buffer.from(header))
      assert.throws(() => reader.next(), { code: 'FRAME_INVALID' })
    }
    const reader = new SandboxFrameReader(KINDS)
    reader.push(Buffer.from([0, 0, 0, 20, 0]))
    assert.equal(reader.next(), null)
  })

  it('throws nothing but its own error for any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 })), (chunks) => {
        const reader = new SandboxFrameReader(KINDS)
        try {
          for (const chunk of chunks) {
            reader.push(Buffer.from(chunk))
            allOf(reader)
          }
        } catch (error) {
          assert.ok(isCodedError(error, 'FRAME_INVALID'), String(error))
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('encodeSandboxFrame()', () => {
  it('refuses what is of no kind, or longer than its kind may be', () => {
    assert.throws(() => encode({ kind: 'other' }), RangeError)
    const text = { kind: 'short', text: 'a text that is too long' }
    assert.throws(() => encode(text), RangeError)
  })
})

function encode(message: { readonly kind: string; readonly [field: string]: unknown }): Buffer {
  return encodeSandboxFrame(message, KINDS)
}

function allOf(reader: SandboxFrameReader): unknown[] {
  const messages: unknown[] = []
  for (let next = reader.next(); next !== null; next = reader.next()) messages.push(next)
  return messages
}
