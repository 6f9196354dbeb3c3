import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { isCodedError } from '#platform'

import { storeError } from '../../../../src/artifacts/store/store-error.ts'

/** An error as `node:fs` throws it. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'write' })
}

describe('storeError()', () => {
  const table: readonly [string, string][] = [
    ['ENOSPC', 'STORE_FULL'],
    ['EDQUOT', 'STORE_FULL'],
    ['EFBIG', 'STORE_FULL'],
    ['EROFS', 'STORE_NOT_WRITABLE'],
    ['EACCES', 'STORE_NOT_WRITABLE'],
    ['EPERM', 'STORE_NOT_WRITABLE'],
    ['ENOTDIR', 'STORE_NOT_WRITABLE'],
  ]
  for (const [code, expected] of table) {
    it(`names ${code} ${expected}`, () => {
      assert.ok(isCodedError(storeError(systemError(code), '/store'), expected))
    })
  }

  it('passes on what is not about files', () => {
    const error = new Error('other')
    assert.equal(storeError(error, '/store'), error)
    assert.equal(storeError(null, '/store'), null)
  })
})
