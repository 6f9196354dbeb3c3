import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { argumentsFromJson, readComponentWorld, type WitFunction } from '../../../src/wit/index.ts'
import { jsonOf } from '../../helpers/arbitrary-wit.ts'
import { toJson } from '../../helpers/crossed-values.ts'
import { guestPath } from '../../helpers/guest.ts'
import { renamedGlue } from '../../helpers/renamed-glue.ts'

/** Conventions of jco are found out here: each function of the guest gives back what it is given. */
describe('the JavaScript values of jco', () => {
  it('are those that argumentsFromJson() makes and toJson() takes, for every type', async () => {
    const component = await readFile(await guestPath('every-type'))
    const glue = await (await renamedGlue(component)).instantiate()
    const functions = readComponentWorld(component).functions.filter(({ name }) => name.startsWith('echo-'))
    assert.ok(functions.length > 40)
    for (const fn of functions) assertEchoes(fn, (...args) => glue.call(fn, ...args))
  })
})

function assertEchoes(fn: WitFunction, call: (...args: unknown[]) => unknown): void {
  const { result, parameters } = fn
  assert.ok(result)
  fc.assert(
    fc.property(jsonOf(result), (json) => {
      const args = argumentsFromJson({ value: json }, parameters)
      const returned = result.kind === 'result' ? caught(() => call(...args)) : call(...args)
      assert.deepEqual(toJson(returned, result), json, fn.name)
    }),
    { numRuns: 25 },
  )
}

/** What the sandbox process does with jco's habit of throwing the `err` of a function's result. */
function caught(call: () => unknown): unknown {
  try {
    return { tag: 'ok', val: call() }
  } catch (error) {
    if (error instanceof Error && 'payload' in error) return { tag: 'err', val: error.payload }
    throw error
  }
}
