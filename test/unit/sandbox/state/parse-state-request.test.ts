import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseStateRequest } from '../../../../src/sandbox/state/parse-state-request.ts'

const key = fc.string({ unit: 'grapheme', maxLength: 20 })
const value = fc.uint8Array({ maxLength: 50 })
const version = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const bucket = key

const REQUEST = fc.oneof(
  fc.record({ kind: fc.constant('open'), bucket }, { noNullPrototype: true }),
  fc.record(
    { kind: fc.constantFrom('get', 'delete'), bucket, keys: fc.array(key) },
    { noNullPrototype: true },
  ),
  fc.record(
    { kind: fc.constant('set'), bucket, entries: fc.array(fc.tuple(key, value)) },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('list'), bucket, after: version }, { noNullPrototype: true }),
  fc.record(
    {
      kind: fc.constant('increment'),
      bucket,
      key,
      delta: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('swap'), bucket, key, value, version }, { noNullPrototype: true }),
)

const bad: Readonly<Record<string, unknown>> = {
  'no object': 'open',
  'no kind': { bucket: '' },
  'an unknown kind': { kind: 'drop', bucket: '' },
  'a list with a hole': { kind: 'get', bucket: '', keys: Array(1) },
  'no bucket': { kind: 'get', keys: [] },
  'a bucket with too long a name': { kind: 'open', bucket: 'ä'.repeat(65) },
  'a key that is too long': { kind: 'get', bucket: '', keys: ['ä'.repeat(513)] },
  'a key that is no Unicode': { kind: 'get', bucket: '', keys: ['\uD800'] },
  'a key that is a number': { kind: 'read', bucket: '', key: 1 },
  'too many keys': { kind: 'delete', bucket: '', keys: Array.from({ length: 1_001 }, () => 'a') },
  'a value that is a text': { kind: 'set', bucket: '', entries: [['a', 'b']] },
  'an entry of three': { kind: 'set', bucket: '', entries: [['a', new Uint8Array(), 1]] },
  'values that are too large together': {
    kind: 'set',
    bucket: '',
    entries: Array.from({ length: 5 }, () => ['a', new Uint8Array(1024 * 1024)]),
  },
  'a number that is no bigint': { kind: 'increment', bucket: '', key: 'a', delta: 1 },
  'a number of 65 bits': { kind: 'increment', bucket: '', key: 'a', delta: 2n ** 64n },
  'a version below 0': { kind: 'swap', bucket: '', key: 'a', value: new Uint8Array(), version: -1n },
  'a cursor past the last version': { kind: 'list', bucket: '', after: 2n ** 63n },
}

describe('parseStateRequest()', () => {
  it('gives back what our guest half sends', () => {
    fc.assert(fc.property(REQUEST, (request) => assert.deepEqual(parseStateRequest(request), request)))
  })

  it('never throws', () => {
    const options = { withBigInt: true, withTypedArray: true, key: fc.constantFrom('kind', 'bucket', 'keys') }
    fc.assert(fc.property(fc.anything(options), (request) => void parseStateRequest(request)))
  })

  for (const [what, request] of Object.entries(bad)) {
    it(`refuses ${what}`, () => assert.equal(parseStateRequest(request), null))
  }
})
