import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  formatTarHeader,
  parseTarHeader,
  TAR_BLOCK_BYTES,
} from '../../../../src/artifacts/archive/tar-header.ts'

const BEHIND_THE_CHECKSUM = [154, 155]

describe('parseTarHeader()', () => {
  it('reads what formatTarHeader() writes', () => {
    const name = fc.stringMatching(/^[!-~]{1,100}$/)
    const size = fc.integer({ min: 0, max: 8 ** 11 - 1 })
    fc.assert(
      fc.property(name, size, size, (name, size, modified) => {
        assert.deepEqual(parseTarHeader(formatTarHeader({ name, size }, modified)), { name, size })
      }),
    )
  })

  it('refuses a header with any bit flipped, but for those behind the checksum, which say nothing', () => {
    const entry = { name: 'index.json', size: 17 }
    const header = formatTarHeader(entry, 0)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: TAR_BLOCK_BYTES - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const changed = Buffer.from(header)
          changed[at] = (changed[at] ?? 0) ^ (1 << bit)
          const parsed = parseTarHeader(changed)
          // A number may end in zeros and blanks, in any order.
          if (parsed !== null && BEHIND_THE_CHECKSUM.includes(at)) assert.deepEqual(parsed, entry)
          else assert.equal(parsed, null)
        },
      ),
    )
  })

  it('throws for no bytes', () => {
    const block = fc.uint8Array({ minLength: TAR_BLOCK_BYTES, maxLength: TAR_BLOCK_BYTES })
    fc.assert(fc.property(block, (bytes) => assert.equal(parseTarHeader(bytes), null)))
  })
})
