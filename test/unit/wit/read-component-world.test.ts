import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { readComponentWorld, type WitFunction, type WitWorld } from '../../../src/wit/index.ts'
import { kebabNames, witType } from '../../helpers/arbitrary-wit.ts'
import { block, bytesOf, componentOf } from '../../helpers/component-bytes.ts'
import { componentFromWit } from '../../helpers/component-from-wit.ts'
import { printWorld } from '../../helpers/print-world.ts'

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
