import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { argumentsFromJson, type WitType } from '../../../../src/wit/index.ts'
import { glueKey, ourCase } from '../../../../src/wit/rename/our-names.ts'

const STRING: WitType = { kind: 'string' }
const U8: WitType = { kind: 'u8' }
const option = (some: WitType): WitType => ({ kind: 'option', some })
const list = (element: WitType): WitType => ({ kind: 'list', element })

/** What jco's glue is given; `jco-glue.test.ts` shows that it takes it. */
const TAKEN: [name: string, type: WitType, json: unknown, value: unknown][] = [
  ['a 64-bit number', { kind: 'u64' }, 7, 7n],
  ['a decimal string', { kind: 'u64' }, '18446744073709551615', 18446744073709551615n],
  ['a negative decimal string', { kind: 's64' }, '-9223372036854775808', -9223372036854775808n],
  ['a float', { kind: 'f64' }, 0.1, 0.1],
  ['a float of 32 bits', { kind: 'f32' }, 0.1, Math.fround(0.1)],
  ['"NaN"', { kind: 'f64' }, 'NaN', Number.NaN],
  ['"-Infinity"', { kind: 'f32' }, '-Infinity', -Infinity],
  ['a character beyond 16 bits', { kind: 'char' }, '😀', '😀'],
  ['NUL in a string', STRING, 'a\0b', 'a\0b'],
  ['bytes as an array', list(U8), [0, 255], Uint8Array.of(0, 255)],
  ['bytes as base64', list(U8), 'AP8=', Uint8Array.of(0, 255)],
  ['a list of 16-bit numbers', list({ kind: 's16' }), [-1], Int16Array.of(-1)],
  ['a list of 64-bit numbers', list({ kind: 's64' }), [1, '-2'], BigInt64Array.of(1n, -2n)],
  ['a list of floats', list({ kind: 'f32' }), [0.5, 'NaN'], Float32Array.of(0.5, Number.NaN)],
  ['a list of fixed length', { kind: 'list', element: U8, length: 2 }, [1, 2], [1, 2]],
  ['a map as an object', { kind: 'map', key: STRING, value: U8 }, { a: 1 }, new Map([['a', 1]])],
  ['a map as pairs', { kind: 'map', key: { kind: 'u64' }, value: U8 }, [['9', 1]], new Map([[9n, 1]])],
  ['some', option(U8), 7, 7],
  ['none', option(U8), null, undefined],
  ['none of two options', option(option(U8)), null, { tag: 'none', val: undefined }],
  ['some none', option(option(U8)), { some: null }, { tag: 'some', val: undefined }],
  ['some some', option(option(U8)), { some: 7 }, { tag: 'some', val: 7 }],
  ['none of three options', option(option(option(U8))), null, undefined],
  ['some none of three options', option(option(option(U8))), { some: null }, { tag: 'none', val: undefined }],
  ['ok', { kind: 'result', ok: U8, err: STRING }, { ok: 7 }, { tag: 'ok', val: 7 }],
  [
    'err without payload',
    { kind: 'result', ok: U8, err: null },
    { err: null },
    { tag: 'err', val: undefined },
  ],
  [
    'a record with our keys',
    { kind: 'record', fields: [{ name: 'HTTP-error', type: U8 }] },
    { 'HTTP-error': 1 },
    { [glueKey('HTTP-error')]: 1 },
  ],
  [
    'a case with payload',
    { kind: 'variant', cases: [{ name: 'of-byte', type: U8 }] },
    { tag: 'of-byte', val: 1 },
    { tag: ourCase('of-byte'), val: 1 },
  ],
  [
    'a case without',
    { kind: 'variant', cases: [{ name: 'none', type: null }] },
    { tag: 'none' },
    { tag: ourCase('none') },
  ],
  ['a name of an enum', { kind: 'enum', names: ['dark-blue'] }, 'dark-blue', ourCase('dark-blue')],
  [
    'flags as an array',
    { kind: 'flags', names: ['can-read', 'w'] },
    ['can-read'],
    { [glueKey('can-read')]: true, [glueKey('w')]: false },
  ],
  [
    'flags as an object',
    { kind: 'flags', names: ['can-read', 'w'] },
    { w: true },
    { [glueKey('can-read')]: false, [glueKey('w')]: true },
  ],
]

const REFUSED: [name: string, type: WitType, json: unknown, message: string][] = [
  ['a string for a bool', { kind: 'bool' }, 'true', 'v: Expected true or false, got a string'],
  ['a number out of range', U8, 256, 'v: Expected an integer from 0 to 255, got 256'],
  ['a fraction', U8, 1.5, 'v: Expected an integer from 0 to 255, got 1.5'],
  ['a string for a small integer', U8, '7', 'v: Expected an integer from 0 to 255, got "7"'],
  [
    'a number that JSON has rounded',
    { kind: 'u64' },
    2 ** 60,
    'v: Expected a decimal string for an integer beyond 2^53 - 1, got the number 1152921504606847000',
  ],
  [
    'a decimal string out of range',
    { kind: 's64' },
    '9223372036854775808',
    'v: Expected an integer from -9223372036854775808 to 9223372036854775807, got "9223372036854775808"',
  ],
  [
    'a negative decimal string for an unsigned integer',
    { kind: 'u64' },
    '-1',
    'v: Expected an integer from 0 to 18446744073709551615, got "-1"',
  ],
  [
    'digits in another base',
    { kind: 'u64' },
    '0x10',
    'v: Expected an integer from 0 to 18446744073709551615, got "0x10"',
  ],
  ['a number beyond 32-bit floats', { kind: 'f32' }, 1e300, 'v: Expected a 32-bit float, got 1e+300'],
  [
    'a word for a float',
    { kind: 'f64' },
    'nan',
    'v: Expected a number, "NaN", "Infinity" or "-Infinity", got "nan"',
  ],
  ['two characters', { kind: 'char' }, 'ab', 'v: Expected a string of exactly one character, got "ab"'],
  ['no character', { kind: 'char' }, '', 'v: Expected a string of exactly one character, got ""'],
  ['a lone surrogate', STRING, 'a\uD800', 'v: Expected Unicode text, got a string with a lone surrogate'],
  [
    'half an emoji as a character',
    { kind: 'char' },
    '\uDE00',
    'v: Expected Unicode text, got a string with a lone surrogate',
  ],
  ['bad base64', list(U8), 'AP8', 'v: Expected an array of bytes or base64, got "AP8"'],
  ['an element out of range', list(U8), [1, 300], 'v[1]: Expected an integer from 0 to 255, got 300'],
  ['a list that is too short', { kind: 'list', element: U8, length: 2 }, [1], 'v: Expected 2 items, got 1'],
  ['an object for a list', list(STRING), { length: 0 }, 'v: Expected an array, got an object'],
  ['a tuple that is too long', { kind: 'tuple', items: [U8] }, [1, 2], 'v: Expected 1 items, got 2'],
  ['a bare value for two options', option(option(U8)), 7, 'v: Expected an object, got a number'],
  ['an object without "some"', option(option(U8)), {}, 'v: Expected null or {"some": …}, got another object'],
  ['null for what is no option', STRING, null, 'v: Expected a string, got null'],
  [
    'a result with both sides',
    { kind: 'result', ok: U8, err: U8 },
    { ok: 1, err: 2 },
    'v: Expected {"ok": …} or {"err": …}, got another object',
  ],
  [
    'a payload where there is none',
    { kind: 'result', ok: null, err: null },
    { ok: true },
    'v.ok: Expected null, got a boolean',
  ],
  [
    'a missing field',
    { kind: 'record', fields: [{ name: 'first-name', type: STRING }] },
    {},
    'v.first-name: Expected a string, got nothing',
  ],
  [
    'an unknown case',
    { kind: 'variant', cases: [{ name: 'a', type: null }] },
    { tag: 'b' },
    'v.tag: Expected one of "a", got "b"',
  ],
  [
    'an unknown name',
    { kind: 'enum', names: ['a', 'b'] },
    'toString',
    'v: Expected one of "a", "b", got "toString"',
  ],
  ['an unknown flag', { kind: 'flags', names: ['a'] }, ['b'], 'v: Expected one of "a", got "b"'],
  [
    'an unknown flag in an object',
    { kind: 'flags', names: ['a'] },
    { b: true },
    'v: Expected one of "a", got "b"',
  ],
  [
    'a flag that is no boolean',
    { kind: 'flags', names: ['a'] },
    { a: 1 },
    'v.a: Expected true or false, got a number',
  ],
  [
    'a resource',
    { kind: 'own', resource: 'r' },
    'r',
    'v: Expected a resource, stream or future, which JSON cannot give, got a string',
  ],
]

describe('fromJson()', () => {
  for (const [name, type, json, value] of TAKEN) {
    it(`takes ${name}`, () =>
      assert.deepEqual(argumentsFromJson({ v: json }, [{ name: 'v', type }]), [value]))
  }

  for (const [name, type, json, message] of REFUSED) {
    it(`refuses ${name}`, () => {
      assert.throws(() => argumentsFromJson({ v: json }, [{ name: 'v', type }]), {
        code: 'ARGUMENT_INVALID',
        message,
      })
    })
  }

  it('cuts long values and long lists of names in messages', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `name-${index}`)
    assert.throws(
      () => argumentsFromJson({ v: 'x'.repeat(100_000) }, [{ name: 'v', type: { kind: 'enum', names } }]),
      (error: Error) => error.message.length < 600,
    )
  })
})
