import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

import { componentWit } from '@bytecodealliance/jco-transpile/wasm-tools'
import fc from 'fast-check'

import { readComponentWorld, type WitWorld } from '../../../src/wit/index.ts'
import { componentFromWit } from '../../helpers/component-from-wit.ts'

/** Everything stands in the world itself: wasm-tools prints no package but the one of the component. */
const WORLD = `
package test:changed;
world changed {
  resource file { constructor(name: string); size: func() -> u64; }
  record point { x: s32, y: s32 }
  variant shape { dot(point), line(tuple<point, point>), none }
  import log: func(text: string);
  export go: func(at: point, shapes: list<shape>) -> result<option<u8>, string>;
  export wait: async func(keys: list<u8, 4>) -> f64;
  export inner: interface {
    enum mode { on, off }
    flags rights { read, write }
    resource canvas { constructor(size: u32); draw: func(mode: mode) -> result<_, string>; blank: static func() -> canvas; }
    set: func(mode: mode, rights: rights, of: borrow<canvas>);
  }
}`

/** Bytes of types and letters of names are what wasm-tools accepts most often. */
const change = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  fc.oneof(fc.nat({ max: 255 }), fc.integer({ min: 0x61, max: 0x7f }), fc.nat({ max: 12 })),
)

/** What our reader says of a component that is made of what wasm-tools says of this one; null where wasm-tools refuses either. */
async function theirs(bytes: Uint8Array): Promise<WitWorld | null> {
  const printed = await componentWit(bytes).catch(() => null)
  const again = printed === null ? null : await componentFromWit(printed).catch(() => null)
  return again === null ? null : readComponentWorld(again)
}

function sorted({ imports, functions }: WitWorld): unknown {
  return [imports, functions.map((fn) => JSON.stringify(fn)).toSorted()]
}

describe('readComponentWorld(), against wasm-tools', () => {
  let component: Uint8Array = new Uint8Array()

  before(async () => {
    component = await componentFromWit(WORLD)
  })

  it('reads what wasm-tools reads', async () => {
    const expected = await theirs(component)
    assert.ok(expected !== null)
    assert.deepEqual(sorted(readComponentWorld(component)), sorted(expected))
  })

  it('reads of changed bytes what wasm-tools reads, where that accepts them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        const bytes = Uint8Array.from(component)
        for (const [at, byte] of changes) bytes[Math.floor(at * bytes.length)] = byte
        const expected = await theirs(bytes)
        if (expected === null) return
        assert.deepEqual(sorted(readComponentWorld(bytes)), sorted(expected))
      }),
    )
  })
})
