import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { LeakScanner } from '../../../../tools/leaks/leak-scanner.ts'
import { PLANTED } from '../../../../tools/leaks/planted-forms.ts'

const written = [
  ['as it is', (text: string) => text],
  ['as hexadecimal digits', (text: string) => Buffer.from(text).toString('hex')],
  ['as base64', (text: string) => Buffer.from(text).toString('base64')],
  ['as base64 for URLs', (text: string) => Buffer.from(text).toString('base64url')],
  ['percent-encoded', encodeURIComponent],
  ['as JSON', (text: string) => JSON.stringify({ text })],
] as const

describe('LeakScanner', () => {
  for (const [how, write] of written) {
    it(`finds a planted value ${how}, whatever stands around it and wherever pieces end`, () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 30 }), (before, after, size) => {
          const bytes = Buffer.from(write(`${before}${PLANTED}${after}`))
          const scanner = new LeakScanner()
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.subarray(index * size, (index + 1) * size),
          )
          assert.equal(pieces.filter((piece) => scanner.scan(piece) !== null).length, 1)
        }),
      )
    })
  }

  it('finds nothing in anything else', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.equal(new LeakScanner().scan(bytes), null)))
  })
})
