import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { componentFromCore } from '../../helpers/component-from-core.ts'
import { callGuest, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'

const WIT = 'package test:core; world core { export run: func(value: u32) -> u32; }'

/** Core modules that export `run`, by the feature of WebAssembly that they need, with what it makes of 5. */
const FEATURES: Readonly<Record<string, readonly [core: string, expected: number]>> = {
  'many memories': [
    `(module (memory 1) (memory $b 1) (func (export "run") (param i32) (result i32)
      (i32.store $b (i32.const 0) (local.get 0)) (i32.load $b (i32.const 0))))`,
    5,
  ],
  'tail calls': [
    `(module (func $same (param i32) (result i32) (local.get 0))
      (func (export "run") (param i32) (result i32) (return_call $same (local.get 0))))`,
    5,
  ],
  'garbage collection': [
    `(module (type $s (struct (field i32))) (func (export "run") (param i32) (result i32)
      (struct.get $s 0 (struct.new $s (local.get 0)))))`,
    5,
  ],
  'a memory of 64 bits': [
    `(module (memory i64 1) (func (export "run") (param i32) (result i32)
      (i32.store (i64.const 0) (local.get 0)) (i32.load (i64.const 0))))`,
    5,
  ],
  exceptions: [
    `(module (tag $e (param i32)) (func (export "run") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $e $caught) (throw $e (i32.add (local.get 0) (i32.const 1)))) (i32.const 0))))`,
    6,
  ],
}

/** Core modules that V8 does not run, by the feature that they need. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'wide arithmetic': `(func (export "run") (param i32) (result i32)
    (i64.add128 (i64.const 1) (i64.const 0) (i64.const 1) (i64.const 0)) drop i32.wrap_i64)`,
  'custom page sizes': '(memory 1 (pagesize 1)) (func (export "run") (param i32) (result i32) (memory.size))',
  'stack switching': `(type $f (func)) (type $c (cont $f)) (func $g) (elem declare func $g)
    (func (export "run") (param i32) (result i32) (drop (cont.new $c (ref.func $g))) i32.const 1)`,
}

describe('a component whose core module needs a feature that V8 does not have', () => {
  for (const [feature, core] of Object.entries(NOT_RUN)) {
    it(`is refused with its name, in one line: ${feature}`, async (context) => {
      const component = await parse(`(component (core module $m ${core}) (core instance $i (instantiate $m))
        (func (export "run") (param "value" u32) (result u32) (canon lift (core func $i "run"))))`)
      const { sandbox } = await openSandbox(context)
      await assert.rejects(sandbox.inspect(await writtenFile(context, component)), {
        code: 'COMPONENT_INVALID',
        message: new RegExp(`^[^\\n]*${feature}[^\\n]*$`),
      })
    })
  }
})

describe('a component whose core module needs a feature that V8 has', () => {
  for (const [feature, [core, expected]] of Object.entries(FEATURES)) {
    it(`runs with ${feature}`, async (context) => {
      const file = await writtenFile(context, await componentFromCore(WIT, core))
      const outcome = await callGuest(await openSandbox(context), file, { name: 'run', args: [5] })
      assert.deepEqual(outcome, { kind: 'returned', value: expected })
    })
  }
})
