import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { argumentsFromJson, type WitType } from '../../../../src/wit/index.ts'
import { glueKey } from '../../../../src/wit/rename/our-names.ts'

const STRING: WitType = { kind: 'string' }
const OPTION: WitType = { kind: 'option', some: { kind: 'u8' } }

const ENTITIES: WitType = {
  kind: 'list',
  element: { kind: 'record', fields: [{ name: 'name', type: STRING }] },
}

describe('argumentsFromJson()', () => {
  it('puts values in order of the parameters and ignores what is none', () => {
    const parameters = [
      { name: 'b', type: STRING },
      { name: 'a', type: STRING },
    ]
    assert.deepEqual(argumentsFromJson({ a: '1', b: '2', c: '3' }, parameters), ['2', '1'])
  })

  it('lets parameters and fields of an option type be left out or null', () => {
    const parameters = [{ name: 'a', type: OPTION }]
    for (const args of [undefined, null, {}, { a: null }]) {
      assert.deepEqual(argumentsFromJson(args, parameters), [undefined])
    }
    const record: WitType = { kind: 'record', fields: [{ name: 'max-count', type: OPTION }] }
    assert.deepEqual(argumentsFromJson({ r: {} }, [{ name: 'r', type: record }]), [
      { [glueKey('max-count')]: undefined },
    ])
  })

  it('names a required argument that is missing', () => {
    const parameters = [
      { name: 'city', type: STRING },
      { name: 'country', type: STRING },
      { name: 'unit', type: OPTION },
    ]
    assert.throws(() => argumentsFromJson({ city: 'Hà Nội' }, parameters), {
      code: 'ARGUMENT_INVALID',
      message: 'Missing required argument "country": give all of "city", "country"',
    })
  })

  it('takes nothing that an object inherits for an argument', () => {
    const parameters = [{ name: 'constructor', type: STRING }]
    assert.throws(() => argumentsFromJson({}, parameters), { code: 'ARGUMENT_INVALID' })
  })

  it('names the path of what does not fit', () => {
    const args = { entities: [{ name: 'a' }, { name: 'b' }, { name: 3 }] }
    assert.throws(() => argumentsFromJson(args, [{ name: 'entities', type: ENTITIES }]), {
      code: 'ARGUMENT_INVALID',
      message: 'entities[2].name: Expected a string, got a number',
    })
  })

  it('refuses arguments that are no object', () => {
    for (const args of ['{}', 7, [], true]) {
      assert.throws(() => argumentsFromJson(args, []), { code: 'ARGUMENT_INVALID' })
    }
  })

  it('refuses more than the limit, and counts shared values each time', () => {
    const parameters = [{ name: 'entities', type: ENTITIES }]
    const shared = { name: 'x'.repeat(1000) }
    const args = { entities: Array.from({ length: 1000 }, () => shared) }
    assert.throws(() => argumentsFromJson(args, parameters, { maxBytes: 100_000 }), {
      code: 'ARGUMENT_TOO_LARGE',
    })
    assert.equal(argumentsFromJson(args, parameters, { maxBytes: 2_000_000 }).length, 1)
  })

  it('keeps __proto__ harmless', () => {
    const map: WitType = { kind: 'map', key: STRING, value: STRING }
    const args: unknown = JSON.parse('{"__proto__": {"m": {}}, "m": {"__proto__": "x"}}')
    assert.deepEqual(argumentsFromJson(args, [{ name: 'm', type: map }]), [new Map([['__proto__', 'x']])])
    assert.equal(Object.hasOwn(Object.prototype, 'm'), false)
  })
})
