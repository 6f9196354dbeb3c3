import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { normalizeToolName, type WitFunction } from '../../../src/wit/index.ts'

/** Names that policies, prompts and permissions of Wassette users hold. */
const PINNED: [owner: string | null, name: string, toolName: string][] = [
  [null, 'fetch', 'fetch'],
  [null, 'get-current-time', 'get-current-time'],
  [null, 'HTTP-get', 'http-get'],
  ['local:time-server/time@0.1.0', 'get-current-time', 'local_time-server_time_0_1_0_get-current-time'],
  ['foo:foo/foo', 'generate', 'foo_foo_foo_generate'],
  ['inline', 'run', 'inline_run'],
  ['a:b/c@1.0.0-rc.1', '[method]r.f', 'a_b_c_1_0_0-rc_1__method_r_f'],
]

describe('normalizeToolName()', () => {
  for (const [owner, name, toolName] of PINNED) {
    it(`makes ${toolName}`, () => assert.equal(normalizeToolName(fn(owner, name)), toolName))
  }

  it('cuts a long name and ends it in a hash of the whole', () => {
    const one = normalizeToolName(fn(null, `f-${'x'.repeat(200)}-one`))
    const other = normalizeToolName(fn(null, `f-${'x'.repeat(200)}-other`))
    assert.equal(one, `f-${'x'.repeat(117)}_${one.slice(-8)}`)
    assert.match(one, /_[0-9a-f]{8}$/)
    assert.notEqual(one, other)
    assert.equal(one, normalizeToolName(fn(null, `f-${'x'.repeat(200)}-one`)))
  })

  it('keeps to a lower bound for clients that allow less', () => {
    const name = normalizeToolName(fn('local:time-server/time@0.1.0', 'get-current-time'), 40)
    assert.equal(name, 'local_time-server_time_0_1_0_ge_35d97593')
  })

  it('always makes a name that MCP allows', () => {
    const anything = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(fc.option(anything), anything, fc.integer({ min: 10, max: 128 }), (owner, name, bound) => {
        const toolName = normalizeToolName(fn(owner, name), bound)
        assert.match(toolName, /^[a-zA-Z0-9_-]{1,128}$/)
        assert.ok(toolName.length <= bound)
      }),
    )
  })
})

function fn(owner: string | null, name: string): WitFunction {
  return { interface: owner, name, isAsync: false, parameters: [], result: null }
}
