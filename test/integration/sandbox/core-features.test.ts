import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

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
  exceptions: [
    `(module (tag $e (param i32)) (func (export "run") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $e $caught) (throw $e (i32.add (local.get 0) (i32.const 1)))) (i32.const 0))))`,
    6,
  ],
}

describe('a component whose core module needs a feature that V8 has', () => {
  for (const [feature, [core, expected]] of Object.entries(FEATURES)) {
    it(`runs with ${feature}`, async (context) => {
      const file = await writtenFile(context, await componentFromCore(WIT, core))
      const outcome = await callGuest(await openSandbox(context), file, { name: 'run', args: [5] })
      assert.deepEqual(outcome, { kind: 'returned', value: expected })
    })
  }
})
