import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { isErrResult, toJson, type WitType } from '../../../../src/wit/index.ts'
import { glueKey, ourCase } from '../../../../src/wit/rename/our-names.ts'

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

describe('toJson()', () => {
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

  it('refuses shared references that are small in memory and large in JSON', () => {
    const type = Array.from({ length: 10 }).reduce<WitType>((inner) => list(inner), STRING)
    const value = Array.from({ length: 10 }).reduce<unknown>(
      (inner) => Array.from({ length: 10 }, () => inner),
      'x',
    )
    assert.throws(() => toJson(value, type), { code: 'RESULT_TOO_LARGE' })
  })

  it('refuses an array of four billion holes', () => {
    const holes: unknown[] = []
    holes.length = 2 ** 32 - 1
    assert.throws(() => toJson(holes, list(option(U8))), { code: 'RESULT_TOO_LARGE' })
    assert.throws(() => toJson(holes, list(U8)), { code: 'RESULT_TOO_LARGE' })
  })

  it('refuses flags whose names are many and whose values are few', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `f${index}`)
    const none = Array.from({ length: 100_000 }, () => ({}))
    assert.throws(() => toJson(none, list({ kind: 'flags', names })), { code: 'RESULT_TOO_LARGE' })
  })

  it('takes a guest’s __proto__ for a key like any other', () => {
    const json = toJson(new Map([['__proto__', 1]]), { kind: 'map', key: STRING, value: U8 })
    assert.equal(JSON.stringify(json), '{"__proto__":1}')
  })
})

describe('isErrResult()', () => {
  const result: WitType = { kind: 'result', ok: null, err: null }

  it('tells the err of a function’s result from all else', () => {
    assert.equal(isErrResult({ tag: 'err', val: undefined }, result), true)
    assert.equal(isErrResult({ tag: 'ok', val: undefined }, result), false)
    assert.equal(isErrResult(null, result), false)
    assert.equal(
      isErrResult({ tag: 'err' }, { kind: 'variant', cases: [{ name: 'err', type: null }] }),
      false,
    )
    assert.equal(isErrResult(undefined, null), false)
  })
})
