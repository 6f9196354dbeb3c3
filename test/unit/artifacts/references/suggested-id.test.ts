import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  idOfFile,
  idOfRepository,
  idOfUrl,
  safeId,
} from '../../../../src/artifacts/references/suggested-id.ts'

describe('idOfFile()', () => {
  it('is the stem of the file', () => {
    assert.equal(idOfFile('/folder/fetch-rs.v1.wasm'), 'fetch-rs.v1')
  })
})

describe('idOfUrl()', () => {
  it('is the last segment without .wasm', () => {
    assert.equal(idOfUrl(new URL('https://example.com/a/fetch.wasm?sig=1')), 'fetch')
    assert.equal(idOfUrl(new URL('https://example.com/download/')), 'download')
    assert.equal(idOfUrl(new URL('https://example.com/')), 'example.com')
  })

  it('cannot leave the folder by an encoded slash', () => {
    assert.equal(idOfUrl(new URL('https://example.com/..%2F..%2Fetc%2Fpasswd.wasm')), '___.._etc_passwd')
    assert.equal(idOfUrl(new URL('https://example.com/%E0%A4%A.wasm')), '_E0_A4_A')
  })
})

describe('idOfRepository()', () => {
  it('joins the repository with underscores', () => {
    assert.equal(idOfRepository('microsoft/time-server-js'), 'microsoft_time-server-js')
  })
})

describe('safeId()', () => {
  it('is a safe file name for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        assert.match(safeId(text), /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/)
      }),
    )
  })

  it('tells long and unreadable names apart', () => {
    assert.notEqual(safeId(`${'a'.repeat(200)}1`), safeId(`${'a'.repeat(200)}2`))
    assert.notEqual(safeId('ほげ'), safeId('ふが'))
  })

  it('avoids the devices of Windows', () => {
    assert.equal(safeId('con'), '_con')
    assert.equal(safeId('lpt1.v2'), '_lpt1.v2')
    assert.equal(safeId('console'), 'console')
  })
})
