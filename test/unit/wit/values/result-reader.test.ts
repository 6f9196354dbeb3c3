import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError, Redactor } from '#platform'

import { argumentsFromJson, ResultReader, type WitType } from '../../../../src/wit/index.ts'
import { glueKey, ourCase } from '../../../../src/wit/rename/our-names.ts'
import { WIRE } from '../../../../src/wit/wire/wire-tags.ts'
import { typedJson, witType } from '../../../helpers/arbitrary-wit.ts'
import { isErrResult, piecesOf, readResult, toJson } from '../../../helpers/crossed-values.ts'

const STRING: WitType = { kind: 'string' }
const U8: WitType = { kind: 'u8' }
const option = (some: WitType): WitType => ({ kind: 'option', some })
const list = (element: WitType): WitType => ({ kind: 'list', element })

const WRITTEN: [name: string, type: WitType, value: unknown, json: unknown][] = [
  ['a 64-bit integer that JSON holds', { kind: 's64' }, -9007199254740991n, -9007199254740991],
  ['a 64-bit integer that JSON would round', { kind: 'u64' }, 9007199254740993n, '9007199254740993'],
  ['NaN', { kind: 'f64' }, Number.NaN, 'NaN'],
  ['an infinity', { kind: 'f32' }, -Infinity, '-Infinity'],
  ['bytes', list(U8), Uint8Array.of(1, 2), [1, 2]],
  ['bytes from jco’s asynchronous glue', list(U8), [1, 2], [1, 2]],
  ['none', option(U8), undefined, null],
  ['some none', option(option(U8)), { tag: 'some', val: undefined }, { some: null }],
  ['none of two options', option(option(U8)), { tag: 'none' }, null],
  [
    'ok without payload',
    { kind: 'result', ok: null, err: STRING },
    { tag: 'ok', val: undefined },
    { ok: null },
  ],
  ['err', { kind: 'result', ok: null, err: STRING }, { tag: 'err', val: 'no' }, { err: 'no' }],
  [
    'a record',
    { kind: 'record', fields: [{ name: 'a-b', type: U8 }] },
    { [glueKey('a-b')]: 1 },
    { 'a-b': 1 },
  ],
  [
    'a record with an option left out',
    { kind: 'record', fields: [{ name: 'a', type: option(U8) }] },
    {},
    { a: null },
  ],
  [
    'flags',
    { kind: 'flags', names: ['can-read', 'w'] },
    { [glueKey('can-read')]: true, [glueKey('w')]: false },
    ['can-read'],
  ],
  ['a name of an enum', { kind: 'enum', names: ['dark-blue'] }, ourCase('dark-blue'), 'dark-blue'],
  [
    'a case',
    { kind: 'variant', cases: [{ name: 'of-byte', type: U8 }] },
    { tag: ourCase('of-byte'), val: 1 },
    { tag: 'of-byte', val: 1 },
  ],
  ['a map', { kind: 'map', key: U8, value: STRING }, new Map([[1, 'x']]), [[1, 'x']]],
]

const REFUSED: [name: string, type: WitType, value: unknown][] = [
  ['a number for a 64-bit integer', { kind: 'u64' }, 7],
  ['a 64-bit integer out of range', { kind: 'u64' }, -1n],
  ['an integer out of range', U8, 256],
  ['a fraction', U8, 0.5],
  ['a lone surrogate', STRING, '\uD800'],
  ['two characters', { kind: 'char' }, 'ab'],
  ['text for a list', list(STRING), 'abc'],
  ['a view without elements', list(U8), new DataView(new ArrayBuffer(2))],
  ['a list of the wrong length', { kind: 'list', element: U8, length: 3 }, [1]],
  ['an object for a map', { kind: 'map', key: STRING, value: U8 }, {}],
  ['an unknown name', { kind: 'enum', names: ['a'] }, ourCase('b')],
  ['a name that was not renamed', { kind: 'enum', names: ['a'] }, 'a'],
  ['an unknown case', { kind: 'variant', cases: [{ name: 'a', type: null }] }, { tag: 'b' }],
  [
    'an inherited name for a case',
    { kind: 'variant', cases: [{ name: 'a', type: null }] },
    { tag: 'constructor' },
  ],
  ['a result that is neither', { kind: 'result', ok: null, err: null }, { tag: 'maybe' }],
  ['a missing field', { kind: 'record', fields: [{ name: 'to-string', type: STRING }] }, {}],
  ['an array for a record', { kind: 'record', fields: [] }, []],
  ['anything for a resource', { kind: 'own', resource: 'r' }, {}],
  ['anything for a stream', { kind: 'stream', element: null }, 'x'],
]

describe('ResultReader', () => {
  for (const [name, type, value, json] of WRITTEN) {
    it(`writes ${name}`, () => assert.deepEqual(toJson(value, type), json))
  }

  for (const [name, type, value] of REFUSED) {
    it(`refuses ${name}`, () => assert.throws(() => toJson(value, type), { code: 'RESULT_INVALID' }))
  }

  it('refuses more than the limit', () => {
    assert.throws(() => toJson('x'.repeat(1000), STRING, { maxBytes: 1000 }), { code: 'RESULT_TOO_LARGE' })
    assert.equal(toJson('x'.repeat(900), STRING, { maxBytes: 1000 }), 'x'.repeat(900))
  })

  it('counts the JSON as it is, and whatever it is', () => {
    const controls = '\0'.repeat(100)
    assert.equal(toJson(controls, STRING, { maxBytes: 602 }), controls)
    assert.throws(() => toJson(controls, STRING, { maxBytes: 601 }), { code: 'RESULT_TOO_LARGE' })
    const empty = Array.from({ length: 100 }, () => [])
    assert.deepEqual(toJson(empty, list(list(U8)), { maxBytes: 301 }), empty)
    assert.throws(() => toJson(empty, list(list(U8)), { maxBytes: 300 }), { code: 'RESULT_TOO_LARGE' })
  })

  it('refuses what leaves out so many fields that they take time and no bytes', () => {
    const record: WitType = { kind: 'record', fields: [{ name: 'a', type: option(U8) }] }
    assert.deepEqual(toJson([{}, {}], list(record)), [{ a: null }, { a: null }])
    const tooMany = Array.from({ length: 10_001 }, () => ({}))
    assert.throws(() => toJson(tooMany, list(record)), { code: 'FRAME_INVALID' })
  })

  it('takes a long text with every character whole', () => {
    const text = 'x😀'.repeat(20_000)
    assert.equal(toJson(text, STRING), text)
    assert.ok(piecesOf(text).length > 1)
  })

  it('reads the same however the pieces are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
    fc.assert(
      fc.property(typedJson, cuts, ({ type, json }, lengths) => {
        const [value] = argumentsFromJson({ value: json }, [{ name: 'value', type }])
        assert.deepEqual(JSON.parse(String(readResult(cut(piecesOf(value), lengths), type).json)), json)
      }),
      { numRuns: 200 },
    )
  })

  it('throws nothing but its own errors for any bytes, and reads no more than there are', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.oneof(fc.constantFrom(...Object.values(WIRE)), fc.nat(255)))
        .map((all) => Uint8Array.from(all)),
    )
    fc.assert(
      fc.property(witType, fc.array(bytes, { maxLength: 4 }), (type, pieces) => readsOrRefuses(type, pieces)),
      { numRuns: 3_000 },
    )
  })

  it('throws nothing but its own errors for values that were changed on the way', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(typedJson, changes, ({ type, json }, changed) => {
        const [value] = argumentsFromJson({ value: json }, [{ name: 'value', type }])
        const bytes = Buffer.concat(piecesOf(value))
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte
        readsOrRefuses(type, [bytes])
      }),
      { numRuns: 1_000 },
    )
  })

  it('does not take what ends too early, or goes on', () => {
    const [piece] = piecesOf([1, 2])
    assert.ok(piece)
    assert.throws(() => readResult([piece.subarray(0, -1)], list(U8)), { code: 'FRAME_INVALID' })
    assert.throws(() => readResult([piece, Uint8Array.of(WIRE.null)], list(U8)), { code: 'FRAME_INVALID' })
    assert.throws(() => readResult([], list(U8)), { code: 'FRAME_INVALID' })
  })

  it('refuses a key that comes twice, of which parsers would take one or the other', () => {
    const [whole = new Uint8Array()] = piecesOf(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    )
    const twice = Uint8Array.from(whole, (byte) => (byte === 98 ? 97 : byte))
    const type: WitType = { kind: 'map', key: STRING, value: U8 }
    assert.throws(() => readResult([twice], type), { code: 'RESULT_INVALID' })
  })

  it('says where a value is that does not fit', () => {
    const type: WitType = { kind: 'record', fields: [{ name: 'a-b', type: list(U8) }] }
    assert.throws(() => toJson({ [glueKey('a-b')]: [1, 'x'] }, type), { message: /^result\.a-b\[1\]: / })
  })

  it('takes secrets out of texts and keys, wherever a piece ends', () => {
    const hiding = new Redactor()
    hiding.add('s3cret-value')
    const shown = (value: unknown, type: WitType) => readResult(piecesOf(value), type, { hiding }).json
    assert.equal(shown(['a s3cret-value'], list(STRING)), '["a [redacted]"]')
    assert.equal(
      shown(new Map([['s3cret-value', 1]]), { kind: 'map', key: STRING, value: U8 }),
      '{"[redacted]":1}',
    )
    const long = shown(`${'s3cret-value'.repeat(5_000)}s3cret`, STRING)
    assert.equal(long, JSON.stringify(`${'[redacted]'.repeat(5_000)}s3cret`))
  })

  it('takes a guest’s __proto__ for a key like any other', () => {
    const json = toJson(new Map([['__proto__', 1]]), { kind: 'map', key: STRING, value: U8 })
    assert.equal(JSON.stringify(json), '{"__proto__":1}')
  })
})

describe('ReadResult.isError', () => {
  const result: WitType = { kind: 'result', ok: null, err: null }

  it('tells the err of a function’s result from all else', () => {
    assert.equal(isErrResult({ tag: 'err', val: undefined }, result), true)
    assert.equal(isErrResult({ tag: 'ok', val: undefined }, result), false)
    assert.equal(
      isErrResult({ tag: ourCase('err') }, { kind: 'variant', cases: [{ name: 'err', type: null }] }),
      false,
    )
  })
})

function cut(pieces: readonly Uint8Array[], lengths: readonly number[]): Uint8Array[] {
  const bytes = Buffer.concat(pieces)
  const cutPieces: Uint8Array[] = []
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    cutPieces.push(bytes.subarray(start, start + length))
    start += length
  }
  return cutPieces
}

const MAX_BYTES = 1_000

function readsOrRefuses(type: WitType, pieces: readonly Uint8Array[]): void {
  const reader = new ResultReader(type, { maxBytes: MAX_BYTES })
  try {
    for (const piece of pieces) reader.push(piece)
    const { json } = reader.end()
    assert.ok(json !== null && Buffer.byteLength(json) <= MAX_BYTES)
    JSON.parse(json)
  } catch (error) {
    assert.ok(isCodedError(error) && /^(RESULT|FRAME)_/.test(error.code), String(error))
  }
}
