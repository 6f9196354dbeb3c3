import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import type { WitType } from '#wit'

import { jsonOf } from '../../../helpers/arbitrary-wit.ts'
import { echoComponent, type StringEncoding } from '../../../helpers/canonical/echo-component.ts'
import { openGlue } from '../../../helpers/canonical/open-glue.ts'
import { type NamedType, typesAtDepth } from '../../../helpers/canonical/type-matrix.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** Types of one component: one that had all of them would take as long to make as all the values. */
const TYPES_A_COMPONENT = 100

/** Values that went wrong once, or stand at an end. */
const EDGES: Partial<Record<WitType['kind'], readonly unknown[]>> = {
  char: ['a', '\u0000', '\ud7ff', '\ue000', '\ufeff', '😀', '\u{10ffff}'],
  string: ['', '\ufeff;', 'a\ufeff', '\u0000', 'ß', 'ほげ😀', `${'x'.repeat(300)}ほ`],
}

const MATRIX = [
  { encoding: 'utf8', isAsync: false },
  { encoding: 'utf8', isAsync: true },
  { encoding: 'utf16', isAsync: false },
  { encoding: 'utf16', isAsync: true },
  { encoding: 'compact-utf16', isAsync: false },
  { encoding: 'compact-utf16', isAsync: true },
] as const

/** The encodings of a component that echoes and of one that hands on to it. */
const COMPOSED = [
  { encoding: 'utf8', through: 'utf8' },
  { encoding: 'utf8', through: 'utf16' },
  { encoding: 'utf16', through: 'utf8' },
] as const

describe('a value that a component is given and gives back', () => {
  for (const { encoding, isAsync } of MATRIX) {
    const how = `${isAsync ? 'asynchronous' : 'synchronous'}, texts in ${encoding}`
    it(`is the same, for every type in every position: ${how}`, async (context) => {
      const types = [...typesAtDepth(0), ...typesAtDepth(1)]
      let count = 0
      for (let first = 0; first < types.length; first += TYPES_A_COMPONENT) {
        const part = types.slice(first, first + TYPES_A_COMPONENT)
        count += await assertEchoes(part, { encoding, isAsync, folder: await temporaryFolder(context) })
      }
      assert.ok(count > 1_000, String(count))
    })
  }

  it('is the same, deeper inside', async (context) => {
    // Every eleventh: each position in each other, and each leaf, are among them
    const types = typesAtDepth(2).filter((_, index) => index % 11 === 0)
    for (const { encoding, isAsync } of MATRIX) {
      await assertEchoes(types, { encoding, isAsync, folder: await temporaryFolder(context) })
    }
  })
})

describe('a value that goes through a composition and comes back', () => {
  for (const isAsync of [false, true]) {
    it(`is the same, for every type in every position: ${isAsync ? 'asynchronous' : 'synchronous'}`, async (context) => {
      const types = [...typesAtDepth(0), ...typesAtDepth(1)]
      for (const [index, encodings] of COMPOSED.entries()) {
        const part = types.filter((_, number) => number % COMPOSED.length === index)
        await assertEchoes(part, { ...encodings, isAsync, folder: await temporaryFolder(context) })
      }
    })
  }
})

interface EchoOptions {
  readonly encoding: StringEncoding
  readonly through?: StringEncoding
  readonly isAsync: boolean
  readonly folder: string
}

/** Returns how many values there were. */
async function assertEchoes(types: readonly NamedType[], options: EchoOptions): Promise<number> {
  const { bytes, world } = await echoComponent(
    types.map(({ type }) => type),
    options,
  )
  const glue = await openGlue(bytes, world, options.folder)
  let count = 0
  for (const [index, fn] of world.functions.entries()) {
    for (const value of valuesOf(fn.result)) {
      const back = await glue.call(fn, value).catch(String)
      assert.deepEqual(back, value, types[index]?.name ?? fn.name)
      count += 1
    }
  }
  return count
}

function valuesOf(type: WitType | null): unknown[] {
  assert.ok(type)
  return [...fc.sample(jsonOf(type), { seed: 1, numRuns: 5 }), ...(EDGES[type.kind] ?? [])]
}
