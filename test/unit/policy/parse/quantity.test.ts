import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { parseBytes, parseCount, parseCpu, parseDuration } from '../../../../src/policy/parse/quantity.ts'

const MIB = 1024 ** 2

describe('parseBytes()', () => {
  for (const [input, expected] of [
    ['512Mi', 512 * MIB],
    ['1Gi', 1024 * MIB],
    ['2048Ki', 2 * MIB],
    ['1.5Gi', 1536 * MIB],
    ['1Ti', MIB * MIB],
    ['1048576', MIB],
    [512, 512 * MIB],
    [0.5, MIB / 2],
  ] as const) {
    it(`reads ${JSON.stringify(input)}`, () => assert.equal(parseBytes(input), expected))
  }

  for (const input of [
    '',
    '0',
    '0Mi',
    '-1',
    '1mb',
    '512M',
    '512 Mi',
    'Mi',
    '1e9',
    '99999999999Ti',
    0,
    -1,
    NaN,
    Infinity,
  ]) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      assert.throws(() => parseBytes(input), { code: 'QUANTITY_INVALID' })
    })
  }
})

describe('parseCpu()', () => {
  for (const [input, expected] of [
    ['500m', 0.5],
    ['1', 1],
    ['0.5', 0.5],
    [2, 2],
  ] as const) {
    it(`reads ${JSON.stringify(input)}`, () => assert.equal(parseCpu(input), expected))
  }

  for (const input of ['-500m', '0', '0m', 'one', '1k', -1, 0]) {
    it(`refuses ${JSON.stringify(input)}`, () =>
      assert.throws(() => parseCpu(input), { code: 'QUANTITY_INVALID' }))
  }
})

describe('parseDuration()', () => {
  for (const [input, expected] of [
    ['500ms', 500],
    ['30s', 30_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['10', 10_000],
    [1.5, 1500],
  ] as const) {
    it(`reads ${JSON.stringify(input)}`, () => assert.equal(parseDuration(input), expected))
  }

  for (const input of ['25h', '0', '-1s', '1d', 0, 1e9]) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      assert.throws(() => parseDuration(input), { code: 'QUANTITY_INVALID' })
    })
  }
})

describe('parseCount()', () => {
  it('reads whole numbers', () => assert.deepEqual([parseCount(16), parseCount('4')], [16, 4]))

  for (const input of [0, -1, 1.5, '1.5', '', 'many']) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      assert.throws(() => parseCount(input), { code: 'QUANTITY_INVALID' })
    })
  }

  it('throws nothing else whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double()), (input) => {
        for (const parse of [parseBytes, parseCpu, parseDuration, parseCount]) {
          try {
            assert.ok(parse(input) > 0)
          } catch (error) {
            assert.ok(isCodedError(error, 'QUANTITY_INVALID'))
          }
        }
      }),
    )
  })
})
