import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { readComponentWorld, type WitFunction, type WitWorld } from '../../../src/wit/index.ts'
import { kebabNames, witType } from '../../helpers/arbitrary-wit.ts'
import {
  block,
  bytesOf,
  componentOf,
  externName,
  leb,
  list,
  name,
  type Piece,
  section,
  typeIndex,
} from '../../helpers/component-bytes.ts'
import { componentFromWit } from '../../helpers/component-from-wit.ts'
import { printWorld } from '../../helpers/print-world.ts'

const U8 = 0x7d
const STRING = 0x73

const SAMPLE = `
package test:sample@0.1.0;

interface shapes {
  record point { x: s32, y: s32 }
  resource canvas {
    constructor(size: u32);
    draw: func(at: point) -> result<_, string>;
    blank: static func() -> canvas;
  }
  origin: func() -> point;
  take: func(canvas: canvas, other: borrow<canvas>);
}

interface store { use shapes.{point}; keep: async func(points: list<point>) -> stream<u8>; }

world sample {
  use shapes.{point as place};
  import store;
  import log: func(text: string);
  export shapes;
  export inline: interface { enum mode { on, off } set-mode: func(mode: mode) -> mode; }
  export go: async func(%type: place) -> option<future<string>>;
}`

describe('readComponentWorld()', () => {
  let sample: Uint8Array = new Uint8Array()

  before(async () => {
    sample = await componentFromWit(SAMPLE)
  })

  it('names imported interfaces and functions, but no types', () => {
    const { imports } = readComponentWorld(sample)
    assert.deepEqual([...imports].sort(), ['log', 'test:sample/shapes@0.1.0', 'test:sample/store@0.1.0'])
  })

  it('finds the functions of the world, of its interfaces and of interfaces written inside it', () => {
    const { functions } = readComponentWorld(sample)
    assert.deepEqual(functions.map((fn) => `${fn.interface} ${fn.name}`).sort(), [
      'inline set-mode',
      'null go',
      'test:sample/shapes@0.1.0 [constructor]canvas',
      'test:sample/shapes@0.1.0 [method]canvas.draw',
      'test:sample/shapes@0.1.0 [static]canvas.blank',
      'test:sample/shapes@0.1.0 origin',
      'test:sample/shapes@0.1.0 take',
    ])
  })

  it('resolves what a world uses of an interface, and calls types by the name that their author gave', () => {
    const int = { kind: 's32' }
    const fields = [
      { name: 'x', type: int },
      { name: 'y', type: int },
    ]
    assert.deepEqual(functionNamed(sample, 'go'), {
      interface: null,
      name: 'go',
      isAsync: true,
      parameters: [{ name: 'type', type: { kind: 'record', fields, name: 'point' } }],
      result: { kind: 'option', some: { kind: 'future', element: { kind: 'string' } } },
    })
  })

  it('calls resources by their name', () => {
    const { parameters } = functionNamed(sample, 'take')
    assert.deepEqual(parameters, [
      { name: 'canvas', type: { kind: 'own', resource: 'canvas' } },
      { name: 'other', type: { kind: 'borrow', resource: 'canvas' } },
    ])
  })

  it('reads back every world that the tool chain can build', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryWorld, async (world) => {
        const { text, named } = printWorld(world)
        const read = readComponentWorld(await componentFromWit(text))
        assert.deepEqual(sorted(read), sorted(named), text)
      }),
      { numRuns: 30 },
    )
  })

  it('refuses what is not a component', () => {
    const coreModule = bytesOf([0x00, 'asm', 0x01, 0x00, 0x00, 0x00])
    for (const bytes of [new Uint8Array(), bytesOf('hello'), coreModule]) assertInvalid(bytes)
  })

  it('throws nothing but coded errors at any truncation', () => {
    for (let length = 0; length < sample.length; length += 1) assertCoded(sample.subarray(0, length))
  })

  it('throws nothing but coded errors for changed bytes', () => {
    const change = fc.tuple(fc.nat({ max: sample.length - 1 }), fc.nat({ max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = Uint8Array.from(sample)
        for (const [index, byte] of changes) changed[index] = byte
        assertCoded(changed)
      }),
      { numRuns: 1000 },
    )
  })

  it('throws nothing but coded errors for any bytes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 14 }), fc.uint8Array({ maxLength: 60 }), (id, bytes) => {
        assertCoded(componentOf(block(id, bytes)))
      }),
      { numRuns: 1000 },
    )
  })
})

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

const functionName = kebabNames(3)

const arbitraryWorld: fc.Arbitrary<WitWorld> = fc
  .tuple(functionsOf(null), functionsOf('test:printed/first@1.2.3'), functionsOf('test:printed/second@1.2.3'))
  .map((groups) => ({ imports: [], functions: groups.flat() }))

function functionsOf(owner: string | null): fc.Arbitrary<WitFunction[]> {
  const signature = fc.record({
    isAsync: fc.boolean(),
    parameters: fc.tuple(kebabNames(3), witType, witType, witType).map(([names, ...types]) =>
      names.map((parameter, index) => ({
        name: parameter,
        type: types[index] ?? { kind: 'bool' as const },
      })),
    ),
    result: fc.option(witType),
  })
  return fc.tuple(functionName, signature, signature, signature).map(([names, ...signatures]) =>
    names.flatMap((fn, index) => {
      const found = signatures[index]
      return found === undefined ? [] : [{ interface: owner, name: `f-${fn}`, ...found }]
    }),
  )
}

function sorted({ functions }: WitWorld): WitFunction[] {
  return functions.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function keyOf(fn: WitFunction): string {
  return `${fn.interface}#${fn.name}`
}

function functionNamed(component: Uint8Array, wanted: string): WitFunction {
  const found = readComponentWorld(component).functions.find((fn) => fn.name === wanted)
  assert.ok(found)
  return found
}

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

function assertCoded(component: Uint8Array): void {
  try {
    readComponentWorld(component)
  } catch (error) {
    assert.ok(isCodedError(error), String(error))
    assert.match(error.code, /^(COMPONENT_INVALID|WIT_TOO_LARGE)$/)
  }
}
