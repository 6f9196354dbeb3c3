import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { toJsonSchema, type WitType } from '../../../src/wit/index.ts'

const U8: WitType = { kind: 'u8' }
const STRING: WitType = { kind: 'string' }
const NULL = { type: 'null' }
const BYTE = { type: 'integer', minimum: 0, maximum: 255 }

/** Clients and models read these: a change here is a change for them. */
const PINNED: [name: string, type: WitType, schema: unknown][] = [
  ['bool', { kind: 'bool' }, { type: 'boolean' }],
  ['s8', { kind: 's8' }, { type: 'integer', minimum: -128, maximum: 127 }],
  ['s16', { kind: 's16' }, { type: 'integer', minimum: -32_768, maximum: 32_767 }],
  ['s32', { kind: 's32' }, { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 }],
  ['u8', U8, BYTE],
  ['u16', { kind: 'u16' }, { type: 'integer', minimum: 0, maximum: 65_535 }],
  ['u32', { kind: 'u32' }, { type: 'integer', minimum: 0, maximum: 4_294_967_295 }],
  [
    's64',
    { kind: 's64' },
    {
      anyOf: [
        { type: 'integer', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 },
        { type: 'string', pattern: '^-?[0-9]{1,19}$' },
      ],
    },
  ],
  [
    'u64',
    { kind: 'u64' },
    {
      anyOf: [
        { type: 'integer', minimum: 0, maximum: 9_007_199_254_740_991 },
        { type: 'string', pattern: '^[0-9]{1,20}$' },
      ],
    },
  ],
  [
    'f32',
    { kind: 'f32' },
    { anyOf: [{ type: 'number' }, { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }] },
  ],
  [
    'f64',
    { kind: 'f64' },
    { anyOf: [{ type: 'number' }, { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }] },
  ],
  [
    'char',
    { kind: 'char' },
    { type: 'string', minLength: 1, maxLength: 1, description: '1 unicode codepoint' },
  ],
  ['string', STRING, { type: 'string' }],
  ['list<string>', { kind: 'list', element: STRING }, { type: 'array', items: { type: 'string' } }],
  [
    'list<string, 3>',
    { kind: 'list', element: STRING, length: 3 },
    { type: 'array', items: { type: 'string' }, minItems: 3, maxItems: 3 },
  ],
  [
    'list<u8>',
    { kind: 'list', element: U8 },
    {
      anyOf: [
        { type: 'array', items: BYTE },
        { type: 'string', contentEncoding: 'base64' },
      ],
    },
  ],
  [
    'map<string, u8>',
    { kind: 'map', key: STRING, value: U8 },
    { type: 'object', additionalProperties: BYTE },
  ],
  [
    'map<u8, string>',
    { kind: 'map', key: U8, value: STRING },
    {
      type: 'array',
      items: { type: 'array', prefixItems: [BYTE, { type: 'string' }], minItems: 2, maxItems: 2 },
    },
  ],
  [
    'tuple<u8, string>',
    { kind: 'tuple', items: [U8, STRING] },
    { type: 'array', prefixItems: [BYTE, { type: 'string' }], minItems: 2, maxItems: 2 },
  ],
  ['option<u8>', { kind: 'option', some: U8 }, { anyOf: [NULL, BYTE] }],
  [
    'option<option<u8>>',
    { kind: 'option', some: { kind: 'option', some: U8 } },
    { anyOf: [NULL, { type: 'object', properties: { some: { anyOf: [NULL, BYTE] } }, required: ['some'] }] },
  ],
  [
    'result<u8, string>',
    { kind: 'result', ok: U8, err: STRING },
    {
      oneOf: [
        { type: 'object', properties: { ok: BYTE }, required: ['ok'] },
        { type: 'object', properties: { err: { type: 'string' } }, required: ['err'] },
      ],
    },
  ],
  [
    'result',
    { kind: 'result', ok: null, err: null },
    {
      oneOf: [
        { type: 'object', properties: { ok: NULL }, required: ['ok'] },
        { type: 'object', properties: { err: NULL }, required: ['err'] },
      ],
    },
  ],
  [
    'record',
    {
      kind: 'record',
      fields: [
        { name: 'first-name', type: STRING },
        { name: 'age', type: { kind: 'option', some: U8 } },
      ],
    },
    {
      type: 'object',
      properties: { 'first-name': { type: 'string' }, age: { anyOf: [NULL, BYTE] } },
      required: ['first-name'],
    },
  ],
  [
    'variant',
    {
      kind: 'variant',
      cases: [
        { name: 'nothing', type: null },
        { name: 'some-byte', type: U8 },
      ],
    },
    {
      oneOf: [
        { type: 'object', properties: { tag: { const: 'nothing' } }, required: ['tag'] },
        { type: 'object', properties: { tag: { const: 'some-byte' }, val: BYTE }, required: ['tag', 'val'] },
      ],
    },
  ],
  ['enum', { kind: 'enum', names: ['red', 'dark-blue'] }, { type: 'string', enum: ['red', 'dark-blue'] }],
  [
    'flags',
    { kind: 'flags', names: ['read', 'write'] },
    { type: 'array', items: { type: 'string', enum: ['read', 'write'] }, uniqueItems: true },
  ],
  ['own<r>', { kind: 'own', resource: 'r' }, { type: 'string', description: "own'd resource: r" }],
  ['borrow<r>', { kind: 'borrow', resource: 'r' }, { type: 'string', description: "borrow'd resource: r" }],
  [
    'stream<u8>',
    { kind: 'stream', element: U8 },
    { type: 'string', description: 'stream: has no form in JSON' },
  ],
  [
    'future',
    { kind: 'future', element: null },
    { type: 'string', description: 'future: has no form in JSON' },
  ],
  [
    'error-context',
    { kind: 'error-context' },
    { type: 'string', description: 'error-context: has no form in JSON' },
  ],
]

describe('toJsonSchema()', () => {
  for (const [name, type, schema] of PINNED) {
    it(`writes ${name}`, () => assert.deepEqual(toJsonSchema(type), schema))
  }

  it('describes named types, their fields, cases and names in the words of their author', () => {
    const type: WitType = {
      kind: 'record',
      name: 'light',
      fields: [{ name: 'colour', type: { kind: 'enum', name: 'colour', names: ['red', 'green'] } }],
    }
    const docs = new Map([
      ['light', { docs: 'A lamp.', items: new Map([['colour', 'What it shows.']]) }],
      ['colour', { docs: undefined, items: new Map([['red', 'Stop.']]) }],
    ])
    assert.deepEqual(
      toJsonSchema(type, (name) => docs.get(name)),
      {
        type: 'object',
        properties: { colour: { type: 'string', enum: ['red', 'green'], description: 'What it shows.' } },
        required: ['colour'],
        description: 'A lamp.',
      },
    )
    assert.deepEqual(
      toJsonSchema({ kind: 'enum', name: 'colour', names: ['red', 'green'] }, (name) => docs.get(name)),
      { type: 'string', enum: ['red', 'green'], description: 'red: Stop.' },
    )
  })
})
