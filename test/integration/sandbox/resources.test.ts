import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { CALLING_AT_ITS_START, composedResources } from '../../helpers/canonical/composed-components.ts'
import { callGuest, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'

/** What a component does with resources of another, and what comes of it; null where it has to trap. */
const RUNS: Readonly<Record<string, readonly [run: string, expected: number | null]>> = {
  'tells them apart by what stands for them, 0 too': [
    `(local.set $x (call $make-a (i32.const 0))) (local.set $y (call $make-a (i32.const 41)))
     (i32.add (call $rep-a (local.get $x)) (i32.add (call $rep-a (local.get $y)) (i32.const 1)))`,
    42,
  ],
  'numbers those of all types together': [
    `(drop (call $make-a (i32.const 5))) (local.set $x (call $make-b (i32.const 6)))
     (call $drop-b (local.get $x)) (i32.add (local.get $x) (i32.mul (call $make-a (i32.const 7)) (i32.const 10)))`,
    22,
  ],
  'drops none that it does not have': ['(call $drop-a (i32.const 9)) (i32.const 1)', null],
  'drops none as another type': ['(call $drop-b (call $make-a (i32.const 5))) (i32.const 1)', null],
  'drops none twice': [
    '(local.set $x (call $make-a (i32.const 5))) (call $drop-a (local.get $x)) (call $drop-a (local.get $x)) (i32.const 1)',
    null,
  ],
  'uses none that it dropped': [
    '(local.set $x (call $make-a (i32.const 5))) (call $drop-a (local.get $x)) (call $rep-a (local.get $x))',
    null,
  ],
}

describe('a component with resources of another', () => {
  for (const [what, [run, expected]] of Object.entries(RUNS)) {
    it(what, async (context) => {
      const file = await writtenFile(context, await parse(composedResources(run)))
      const outcome = await callGuest(await openSandbox(context), file, { name: 'run' })
      if (expected === null) assert.equal(outcome.kind, 'trapped', JSON.stringify(outcome))
      else assert.deepEqual(outcome, { kind: 'returned', value: expected })
    })
  }
})

describe('a core start function that calls another component', () => {
  it('has what that returns', async (context) => {
    const component = await parse(CALLING_AT_ITS_START)
    const outcome = await callGuest(await openSandbox(context), await writtenFile(context, component), {
      name: 'run',
    })
    assert.deepEqual(outcome, { kind: 'returned', value: 42 })
  })
})
