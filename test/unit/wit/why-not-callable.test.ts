import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { whyNotCallable, type WitFunction, type WitType } from '../../../src/wit/index.ts'

const HIDDEN: [inWords: string, type: WitType][] = [
  ['the resource "r"', { kind: 'own', resource: 'r' }],
  ['the resource "r"', { kind: 'list', element: { kind: 'borrow', resource: 'r' } }],
  ['a stream', { kind: 'record', fields: [{ name: 'a', type: { kind: 'stream', element: null } }] }],
  ['a future', { kind: 'variant', cases: [{ name: 'a', type: { kind: 'future', element: null } }] }],
  ['a stream', { kind: 'map', key: { kind: 'u8' }, value: { kind: 'stream', element: null } }],
  ['an error context', { kind: 'result', ok: null, err: { kind: 'error-context' } }],
  ['a future', { kind: 'tuple', items: [{ kind: 'option', some: { kind: 'future', element: null } }] }],
]

describe('whyNotCallable()', () => {
  it('says nothing of a function that JSON can call', () => {
    assert.equal(
      whyNotCallable(fn({ parameters: [{ name: 'a', type: { kind: 'u8' } }], result: null })),
      null,
    )
    assert.equal(whyNotCallable(fn({ result: { kind: 'result', ok: null, err: { kind: 'string' } } })), null)
  })

  for (const [inWords, type] of HIDDEN) {
    it(`finds ${inWords} in a ${type.kind}`, () => {
      assert.equal(
        whyNotCallable(fn({ result: type })),
        `The function returns ${inWords}, which cannot be shown as JSON`,
      )
      assert.equal(
        whyNotCallable(fn({ parameters: [{ name: 'a', type }] })),
        `The parameter "a" takes ${inWords}, which cannot be given as JSON`,
      )
    })
  }

  it('refuses functions of a resource', () => {
    for (const name of ['[constructor]r', '[method]r.f', '[static]r.f']) {
      assert.match(whyNotCallable(fn({ name })) ?? '', /belongs to a resource/)
    }
  })
})

function fn(parts: Partial<WitFunction>): WitFunction {
  return { interface: null, name: 'f', isAsync: false, parameters: [], result: null, ...parts }
}
