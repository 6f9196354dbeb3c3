import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { DataWriter } from '../../../../../src/sandbox/protocol/data/data-writer.ts'
import { decodeData } from '../../../../../src/sandbox/protocol/data/decode-data.ts'
import { isCodedError } from '#platform'

/** What messages are made of. */
const { value: data } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, undefined, true, false, 0, -0, NaN, Infinity, 2 ** 53 - 1, 1 - 2 ** 53),
    fc.double(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { noNullPrototype: false }),
  ),
}))

describe('decodeData()', () => {
  it('gives what was written', () => {
    fc.assert(
      fc.property(data, (value) => {
        assert.deepEqual(normal(decodeData(encode(value), Infinity)), normal(value))
      }),
      { numRuns: 500 },
    )
  })

  it('gives bytes that have no part in those that it read', () => {
    const written = encode(new Uint8Array([7]))
    const bytes = decodeData(written, 1)
    written.fill(0)
    assert.deepEqual(bytes, new Uint8Array([7]))
  })

  it('throws nothing but its own error for any bytes, and makes no more values than it may', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => refusesOrBounds(Buffer.from(bytes))),
      { numRuns: 3_000 },
    )
  })

  it('throws nothing but its own error for messages that were changed on the way', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(data, changes, fc.nat(), (value, changed, length) => {
        const bytes = Buffer.from(encode(value))
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte
        refusesOrBounds(bytes)
        refusesOrBounds(bytes.subarray(0, length % bytes.length))
      }),
      { numRuns: 2_000 },
    )
  })

  const malformed: readonly (readonly [what: string, bytes: readonly number[]])[] = [
    ['nothing', []],
    ['a value of no kind', [99]],
    ['a list that is only announced', [12, 255, 255, 255, 255, 127]],
    ['bytes that are only announced', [11, 255, 255, 255, 255, 127]],
    ['a key twice', [13, 2, 1, 97, 1, 1, 97, 1]],
    ['a text that is no UTF-8', [9, 1, 255]],
    ['a number that is too long', [4, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
    ['lists within lists', [...Array.from({ length: 20 }, () => [12, 1]).flat(), 1]],
    ['something after its end', [1, 1]],
  ]
  for (const [what, bytes] of malformed) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decodeData(Buffer.from(bytes), 100), { code: 'FRAME_INVALID' })
    })
  }

  it('refuses one value more than there may be', () => {
    const bytes = encode([1, { a: 2 }, 3])
    assert.deepEqual(normal(decodeData(bytes, 5)), [1, { a: 2 }, 3])
    assert.throws(() => decodeData(bytes, 4), { code: 'FRAME_INVALID' })
  })

  it('gives objects on which nothing is found that was not sent', () => {
    const decoded = decodeData(encode(JSON.parse('{"__proto__":{"kind":"grant"}}')), 10)
    assert.ok(typeof decoded === 'object' && decoded !== null)
    assert.ok(!('kind' in decoded) && !('toString' in decoded))
  })
})

describe('DataWriter', () => {
  it('refuses what no message holds', () => {
    const circle: unknown[] = []
    circle.push(circle)
    for (const value of [Symbol('x'), () => {}, circle]) assert.throws(() => encode(value), TypeError)
    assert.throws(() => encode(1n << 64n), RangeError)
  })
})

function encode(value: unknown): Buffer {
  const writer = new DataWriter()
  writer.value(value)
  return writer.bytes
}

const MAX_VALUES = 20

function refusesOrBounds(bytes: Buffer): void {
  try {
    assert.ok(countOf(decodeData(bytes, MAX_VALUES)) <= MAX_VALUES)
  } catch (error) {
    assert.ok(isCodedError(error, 'FRAME_INVALID'), String(error))
  }
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 1
  return Object.values(value).reduce((sum: number, item) => sum + countOf(item), 1)
}

/** With the prototypes and the texts that come out of decoding. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(normal)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), normal(item)]))
}
