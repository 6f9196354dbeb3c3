import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { layoutName } from '../../../../src/artifacts/store/layout-name.ts'

/** As containers/image has it, which skopeo is made of. */
const SKOPEO_NAME =
  /^(?:[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*)(?:\/(?:[A-Za-z0-9]+(?:(?:[-._:@+]|--)[A-Za-z0-9]+)*))*$/

describe('layoutName()', () => {
  it('keeps a reference that the grammar allows', () => {
    for (const name of ['ghcr.io/user/x:0.1.0', 'h:5000/a--b:1', `h.io/x@sha256:${'a'.repeat(64)}`]) {
      assert.equal(layoutName(name), name)
    }
  })

  it('leaves out what it does not allow, and keeps such names apart', () => {
    assert.equal(layoutName('h.io/a__b:1'), 'h.io/a-b:1/9604cc3a')
    assert.equal(layoutName('h.io/a---b:1'), 'h.io/a-b:1/9b13b02f')
    assert.equal(layoutName('[::1]:5000/x:_1_'), '1-5000/x-1/e4032235')
  })

  it('makes a name that skopeo takes from any text, and another from another', () => {
    const text = fc.stringMatching(/^[a-z0-9_.:@+[\]/-]{0,40}$/)
    fc.assert(
      fc.property(text, text, (one, other) => {
        assert.match(layoutName(one), SKOPEO_NAME)
        assert.equal(layoutName(one) === layoutName(other), one === other)
      }),
    )
  })
})
