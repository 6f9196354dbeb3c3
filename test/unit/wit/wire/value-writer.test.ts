import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { TooMuchJson, ValueWriter } from '../../../../src/wit/wire/value-writer.ts'
import { MAX_PIECE_BYTES } from '../../../../src/wit/wire/wire-tags.ts'
import { piecesOf } from '../../../helpers/crossed-values.ts'

describe('ValueWriter', () => {
  it('writes pieces of bounded length', () => {
    const value = ['x'.repeat(200_000), new Float64Array(50_000), Array.from({ length: 50_000 }, () => [])]
    const pieces = piecesOf(value)
    assert.ok(pieces.length > 10)
    for (const { length } of pieces) assert.ok(length <= MAX_PIECE_BYTES)
  })

  it('stops where there is far more JSON than there may be', () => {
    const holes: unknown[] = []
    holes.length = 2 ** 32 - 1
    const nested = Array.from({ length: 10 }).reduce<unknown>(
      (inner) => Array.from({ length: 10 }, () => inner),
      'x',
    )
    for (const value of [holes, nested, new Uint8Array(2_000_000), 'x'.repeat(2_000_000)]) {
      const writer = new ValueWriter(() => {}, 1_000_000)
      assert.throws(() => writer.write(value), TooMuchJson)
    }
  })

  it('writes what is of no type, and an end for what refers to itself', () => {
    const circle: unknown[] = []
    circle.push(circle)
    for (const value of [circle, 1n << 100n, new DataView(new ArrayBuffer(1)), '\ud800']) {
      assert.ok(Buffer.concat(piecesOf(value)).length < 10_000)
    }
  })

  it('refuses a function and a symbol', () => {
    assert.throws(() => piecesOf(() => {}), TypeError)
    assert.throws(() => piecesOf([Symbol('x')]), TypeError)
  })
})
