import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { CodedError } from '#platform'

import { BUNDLED_COMPONENTS } from '../../../../src/artifacts/component-list/bundled-components.ts'
import { parseComponentList } from '../../../../src/artifacts/component-list/parse-component-list.ts'

const URI = 'oci://ghcr.io/user/charcount:1'

function parse(document: unknown) {
  return parseComponentList(Buffer.from(JSON.stringify(document)), 'list.json')
}

describe('parseComponentList()', () => {
  it("reads Wassette's form, and the same as a member of an object", () => {
    const list = [{ name: 'Count', description: 'Counts', uri: URI, extra: 1 }]
    const expected = [{ name: 'Count', description: 'Counts', uri: URI }]
    assert.deepEqual(parse(list), expected)
    assert.deepEqual(parse({ components: list }), expected)
  })

  it('leaves out what cannot be used', () => {
    const list = [{ name: '', uri: URI }, { name: 'A', uri: 'nonsense' }, { name: 'A', uri: 5 }, null, 'A']
    assert.deepEqual(parse(list), [])
  })

  it('keeps a stranger to one line and to a length', () => {
    const [entry] = parse([{ name: ' a\nb\u202e ', description: `x\r\n\u0007${'y'.repeat(5000)}`, uri: URI }])
    assert.equal(entry?.name, 'a b')
    assert.equal(entry?.description.length, 1000)
    assert.match(entry?.description ?? '', /^x y+$/)
  })

  it('refuses the rest', () => {
    for (const document of [
      5,
      null,
      {},
      'list',
      { components: 5 },
      Array.from({ length: 10_001 }, () => 0),
    ]) {
      assert.throws(() => parse(document), { code: 'COMPONENT_LIST_INVALID' })
    }
  })

  it('answers any bytes with a list or a coded error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json().map((text) => Buffer.from(text)),
          fc.uint8Array(),
        ),
        (bytes) => {
          try {
            parseComponentList(bytes, 'list.json')
          } catch (error) {
            assert.ok(error instanceof CodedError)
          }
        },
      ),
    )
  })
})

describe('the bundled list', () => {
  it('can be used itself, each name once', () => {
    assert.deepEqual(parse(BUNDLED_COMPONENTS), BUNDLED_COMPONENTS)
    assert.equal(new Set(BUNDLED_COMPONENTS.map(({ name }) => name)).size, BUNDLED_COMPONENTS.length)
    assert.equal(new Set(BUNDLED_COMPONENTS.map(({ uri }) => uri)).size, BUNDLED_COMPONENTS.length)
  })
})
