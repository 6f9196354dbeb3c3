import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parse } from '@bytecodealliance/jco-transpile/wasm-tools'

import { callGuest, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'

/** What a component exports beside its function `run`, which gives back 7. */
const BESIDES: Readonly<Record<string, string>> = {
  'a type': '(type $t u32) (export "t" (type $t))',
  'a record that its function takes': '(type $r (record (field "a" u32))) (export $t "t" (type $r))',
  'a resource': '(type $t (resource (rep i32))) (export "t" (type $t))',
  'a core module': '(core module $t) (export "t" (core module $t))',
  'a component': '(component $t) (export "t" (component $t))',
}

describe('a component that exports more than functions and interfaces', () => {
  for (const [what, besides] of Object.entries(BESIDES)) {
    it(`loads and runs: ${what}`, async (context) => {
      const takesRecord = what.startsWith('a record')
      const component = await parse(`(component ${besides}
        (core module $m (func (export "run") ${takesRecord ? '(param i32)' : ''} (result i32) i32.const 7))
        (core instance $i (instantiate $m))
        (func (export "run") ${takesRecord ? '(param "p" $t)' : ''} (result u32) (canon lift (core func $i "run"))))`)
      const sandbox = await openSandbox(context)
      const file = await writtenFile(context, component)
      const { world } = await sandbox.sandbox.inspect(file)
      assert.deepEqual(
        world.functions.map(({ name }) => name),
        ['run'],
      )
      const args = takesRecord ? [{}] : []
      assert.deepEqual(await callGuest(sandbox, file, { name: 'run', args }), { kind: 'returned', value: 7 })
    })
  }
})
