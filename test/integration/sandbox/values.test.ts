import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Outcome } from '#sandbox'

import { echoComponent } from '../../helpers/canonical/echo-component.ts'
import { componentFromCore } from '../../helpers/component-from-core.ts'
import { callGuest, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'

/** A function that gives back core values that do not fit its type, by the name of that type. */
const WIDE: Readonly<Record<string, readonly [core: string, expected: unknown]>> = {
  bool: ['i32.const 2', true],
  u8: ['i32.const 3841', 1],
  s8: ['i32.const 255', -1],
  u16: ['i32.const -1', 65_535],
  s16: ['i32.const 98304', -32_768],
}

/** Results that are no value of their type: what lies at their pointer, and how many of it. */
const NO_VALUES: Readonly<Record<string, readonly [type: string, bytes: string, length: number]>> = {
  'a text that is not UTF-8': ['string', String.raw`a\ffb`, 3],
  'a text with a lone surrogate': ['string', String.raw`\ed\a0\80`, 3],
  'a text that leaves the memory': ['string', 'a', 70_000],
  'a list that leaves the memory': ['list<u8>', 'a', 70_000],
}

describe('a result', () => {
  it('is cut to the width of its type', async (context) => {
    const types = Object.keys(WIDE)
    const wit = `package test:wide; world wide { ${types.map((type) => `export get-${type}: func() -> ${type};`).join(' ')} }`
    const functions = Object.entries(WIDE).map(
      ([type, [core]]) => `(func (export "get-${type}") (result i32) ${core})`,
    )
    const component = await componentFromCore(wit, `(module ${functions.join(' ')})`)
    const [sandbox, file] = [await openSandbox(context), await writtenFile(context, component)]
    for (const [type, [, value]] of Object.entries(WIDE)) {
      assert.deepEqual(
        await callGuest(sandbox, file, { name: `get-${type}` }),
        { kind: 'returned', value },
        type,
      )
    }
  })

  for (const [what, [type, bytes, length]] of Object.entries(NO_VALUES)) {
    it(`ends its call where it is ${what}`, async (context) => {
      const component = await componentFromCore(
        `package test:wrong; world wrong { export get: func() -> ${type}; }`,
        `(module (memory (export "memory") 1) (data (i32.const 16) "${bytes}")
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
          (func (export "get") (result i32)
            (i32.store (i32.const 0) (i32.const 16)) (i32.store (i32.const 4) (i32.const ${length})) (i32.const 0)))`,
      )
      const file = await writtenFile(context, component)
      const outcome = await callGuest(await openSandbox(context), file, { name: 'get' })
      assert.equal(outcome.kind, 'trapped', JSON.stringify(outcome))
    })
  }
})

describe('a component whose texts are Latin-1 or UTF-16', () => {
  it('gives back what it was given', async (context) => {
    for (const isAsync of [false, true]) {
      const { bytes } = await echoComponent([{ kind: 'string' }], { encoding: 'compact-utf16', isAsync })
      const [sandbox, file] = [await openSandbox(context), await writtenFile(context, bytes)]
      for (const value of ['', 'ab', 'ß', 'ÿ', 'Ā', '\ufeffa', 'ほげ😀']) {
        const expected: Outcome = { kind: 'returned', value }
        assert.deepEqual(await callGuest(sandbox, file, { name: 'echo-0', args: [value] }), expected)
      }
    }
  })

  it('is refused where they go between the components that it is made of', async (context) => {
    const { bytes } = await echoComponent([{ kind: 'string' }], {
      encoding: 'compact-utf16',
      through: 'utf8',
    })
    const { sandbox } = await openSandbox(context)
    await assert.rejects(sandbox.inspect(await writtenFile(context, bytes)), {
      code: 'COMPONENT_INVALID',
      message: /latin1\+utf16/,
    })
  })
})

describe('an asynchronous function that waits on its stack', () => {
  it('returns what it gives to `task.return`', async (context) => {
    const component = await componentFromCore(
      'package test:stack; world stack { export run: async func(value: u32) -> u32; }',
      `(module (import "[export]$root" "[task-return]run" (func $return (param i32))) (memory (export "memory") 1)
        (func (export "[async-lift-stackful]run") (param i32)
          (call $return (i32.add (local.get 0) (i32.const 1)))))`,
    )
    const file = await writtenFile(context, component)
    const outcome = await callGuest(await openSandbox(context), file, { name: 'run', args: [41] })
    assert.deepEqual(outcome, { kind: 'returned', value: 42 })
  })
})

describe('flags', () => {
  it('are read without the bits that stand for none', async (context) => {
    const component = await componentFromCore(
      'package test:bits; world flagged { flags two { a, b } export get: func() -> two; }',
      '(module (func (export "get") (result i32) i32.const 0xfe))',
    )
    const file = await writtenFile(context, component)
    const outcome = await callGuest(await openSandbox(context), file, { name: 'get' })
    assert.equal(outcome.kind, 'returned')
    assert.deepEqual(outcome.kind === 'returned' && Object.values(outcome.value ?? {}), [false, true])
  })
})
