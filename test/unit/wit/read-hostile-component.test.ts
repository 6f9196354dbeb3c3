import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readComponentWorld } from '../../../src/wit/index.ts'
import {
  block,
  componentOf,
  externName,
  leb,
  list,
  name,
  type Piece,
  section,
  typeIndex,
} from '../../helpers/component-bytes.ts'

const U8 = 0x7d
const STRING = 0x73

describe('readComponentWorld() with a hostile component', () => {
  it('refuses types that share parts until they are a tree of a billion leaves', () => {
    const doubled = Array.from({ length: 30 }, (_, index) => record(typeIndex(index), typeIndex(index)))
    const component = componentOf(
      section(7, [record(U8, U8), ...doubled, functionType([typeIndex(30)])]),
      imported(31),
    )
    assert.throws(() => readComponentWorld(component), { code: 'WIT_TOO_LARGE' })
  })

  it('takes such types where no exported function uses them', () => {
    const doubled = Array.from({ length: 2000 }, (_, index) => record(typeIndex(index), typeIndex(index)))
    const component = componentOf(
      section(7, [record(U8, U8), ...doubled, functionType([U8])]),
      imported(2001),
    )
    assert.equal(readComponentWorld(component).functions.length, 1)
  })

  it('refuses a type that is nested deeper than values may be', () => {
    const lists = Array.from({ length: 100 }, (_, index): Piece => [
      0x70,
      index === 0 ? U8 : typeIndex(index - 1),
    ])
    const component = componentOf(section(7, [...lists, functionType([typeIndex(99)])]), imported(100))
    assert.throws(() => readComponentWorld(component), { code: 'WIT_TOO_LARGE' })
  })

  it('refuses components that are nested a thousand deep', () => {
    let nested: Uint8Array = componentOf()
    for (let depth = 0; depth < 1000; depth += 1) nested = componentOf(block(4, nested))
    assertInvalid(nested)
  })

  it('refuses instance types that are nested ten thousand deep', () => {
    const depth = 10_000
    const nested: Piece = Array.from({ length: depth }, () => [0x42, 0x01, 0x01])
    assertInvalid(componentOf(block(7, [0x01, nested, 0x42, 0x00])))
  })

  it('refuses an instance of a thousand functions that is exported a thousand times', () => {
    const declared = Array.from({ length: 1000 }, (_, index) => declaredFunction(`f${index}`))
    const instanceType: Piece = [0x42, list([[0x01, functionType([U8, U8, U8])], ...declared])]
    const instance: Piece = [externName('i'), 0x05, leb(0)]
    const exports = Array.from({ length: 1000 }, (_, index): Piece => [
      externName(`i${index}`),
      0x05,
      0x00,
      0x00,
    ])
    const component = componentOf(section(7, [instanceType]), section(10, [instance]), section(11, exports))
    assert.throws(() => readComponentWorld(component), { code: 'WIT_TOO_LARGE' })
  })

  it('reads ten thousand exports with long names', () => {
    const exports = Array.from({ length: 10_000 }, (_, index) =>
      exportedFunction(`f${index}-${'x'.repeat(100)}`),
    )
    const imports = section(10, [[externName('f'), 0x01, leb(0)]])
    const component = componentOf(section(7, [functionType([STRING])]), imports, section(11, exports))
    assert.equal(readComponentWorld(component).functions.length, 10_000)
  })

  it('reads a record of two hundred thousand fields without exhausting the stack, and refuses it', () => {
    const fields = Array.from({ length: 200_000 }, (_, index): Piece => [name(`f${index}`), U8])
    const component = componentOf(
      section(7, [[0x72, list(fields)], functionType([typeIndex(0)])]),
      imported(1),
    )
    assert.throws(() => readComponentWorld(component), { code: 'WIT_TOO_LARGE' })
  })

  it('refuses names that could be something else as a key or in a message', () => {
    for (const bad of ['__proto__', 'a b', '', 'a\u0000', 'ä', 'x'.repeat(10) + '\n']) {
      assertInvalid(componentOf(section(7, [[0x72, list([[name(bad), U8]])]])))
      assertInvalid(
        componentOf(section(7, [functionType([U8])]), section(10, [[externName(bad + ' '), 0x01, 0]])),
      )
    }
  })

  it('believes no count', () => {
    assertInvalid(componentOf(block(7, leb(0xffff_ffff))))
    assertInvalid(componentOf(block(7, [0x01, 0x72, leb(0xffff_ffff)])))
  })
})

function record(...types: readonly Piece[]): Piece {
  return [0x72, list(types.map((type, index) => [name(`f${index}`), type]))]
}

function functionType(types: readonly Piece[]): Piece {
  return [0x40, list(types.map((type, index) => [name(`p${index}`), type])), 0x01, 0x00]
}

/** Imports a function of the type and exports it again. */
function imported(type: number): Piece {
  return [section(10, [[externName('f'), 0x01, leb(type)]]), section(11, [exportedFunction('g')])]
}

function exportedFunction(exportName: string): Piece {
  return [externName(exportName), 0x01, 0x00, 0x00]
}

function declaredFunction(exportName: string): Piece {
  return [0x04, externName(exportName), 0x01, leb(0)]
}

function assertInvalid(component: Uint8Array): void {
  assert.throws(() => readComponentWorld(component), { code: 'COMPONENT_INVALID' })
}
