import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { CodedError } from '#platform'

import {
  parseBundleDocument,
  printBundleDocument,
} from '../../../../src/components/bundle/bundle-document.ts'

describe('parseBundleDocument()', () => {
  it('reads what printBundleDocument() writes, in whatever order it was told', () => {
    const grants = new Map([
      ['b', 'version: "1.0"'],
      ['a', 'version: "1.0"'],
    ])
    const text = printBundleDocument({ lock: new Map(), grants })
    const other = printBundleDocument({ lock: new Map(), grants: new Map([...grants].toReversed()) })
    assert.equal(text, other)
    const parsed = parseBundleDocument(Buffer.from(text), 'x.tar')
    assert.deepEqual(new Map(parsed.grants), grants)
    assert.equal(parsed.lock.size, 0)
  })

  it('answers anything else with a coded error', () => {
    const bytes = fc.oneof(
      fc.constant(null),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({ bundleVersion: fc.constantFrom(1, 2), lock: fc.json(), grants: fc.anything() })
        .map((value) => Buffer.from(JSON.stringify(value))),
    )
    fc.assert(
      fc.property(bytes, (bytes) => {
        try {
          parseBundleDocument(bytes, 'x.tar')
        } catch (error) {
          assert.ok(error instanceof CodedError)
        }
      }),
    )
  })
})
