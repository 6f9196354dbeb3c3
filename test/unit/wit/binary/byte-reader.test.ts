import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { ByteReader } from '../../../../src/wit/binary/byte-reader.ts'
import { bytesOf, leb, name, typeIndex } from '../../../helpers/component-bytes.ts'

const INVALID = { code: 'COMPONENT_INVALID' }

describe('ByteReader', () => {
  it('reads every number of 32 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (value) => {
        assert.equal(new ByteReader(bytesOf(leb(value))).u32(), value)
        assert.equal(new ByteReader(bytesOf(typeIndex(value))).index33(), value)
      }),
    )
  })

  it('refuses longer numbers, and negative indices', () => {
    assert.throws(() => reader(0xff, 0xff, 0xff, 0xff, 0x1f).u32(), INVALID)
    assert.throws(() => reader(0x80, 0x80, 0x80, 0x80, 0x80, 0x00).u32(), INVALID)
    assert.throws(() => reader(0x7f).index33(), INVALID)
  })

  it('reads text of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(new ByteReader(bytesOf(name(text))).text(), text)
      }),
    )
  })

  it('refuses text that is not UTF-8', () => {
    assert.throws(() => reader(1, 0xff).text(), INVALID)
  })

  it('refuses to read past its end', () => {
    assert.throws(() => reader().byte(), INVALID)
    assert.throws(() => reader(5, 0x61).text(), INVALID)
    assert.throws(() => reader(5, 0x61).block(), INVALID)
    const inner = reader(1, 0x61, 0x62).block()
    inner.byte()
    assert.throws(() => inner.byte(), INVALID)
  })

  it('says where in the file the damage is', () => {
    const inner = reader(0x00, 0x02, 0x61, 0x62)
    inner.byte()
    assert.match(inner.block().damaged('it is odd').message, /byte 2: it is odd/)
  })
})

function reader(...bytes: number[]): ByteReader {
  return new ByteReader(Uint8Array.from(bytes))
}
