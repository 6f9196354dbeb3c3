import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FlowFailure, isConnectFailure, toFlowError } from '../../../../src/sandbox/egress/flow-failure.ts'

function coded(code: string): Error {
  return Object.assign(new Error('secret text of this machine'), { code })
}

describe('toFlowError()', () => {
  for (const [code, expected] of [
    ['ENOTFOUND', 'name-unresolvable'],
    ['ECONNREFUSED', 'connection-refused'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connection-timeout'],
    ['CERT_HAS_EXPIRED', 'tls-certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-certificate'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-protocol'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'connection-terminated'],
    ['ERR_ASSERTION', 'protocol'],
    ['EWHATEVER', 'internal'],
  ] as const) {
    it(`knows ${code}`, () => assert.deepEqual(toFlowError(coded(code)), { code: expected, message: code }))
  }

  it('looks behind an error at its cause, and at the first of many', () => {
    assert.equal(toFlowError(new Error('x', { cause: coded('ECONNRESET') })).code, 'connection-terminated')
    assert.equal(toFlowError(new AggregateError([coded('ECONNREFUSED')])).code, 'connection-refused')
  })

  it('tells the guest no text that we did not write', () => {
    assert.deepEqual(toFlowError(new Error('secret text')), { code: 'internal', message: null })
    assert.deepEqual(toFlowError('secret text'), { code: 'internal', message: null })
    assert.deepEqual(toFlowError(new FlowFailure('denied', 'why')), { code: 'denied', message: 'why' })
  })
})

describe('isConnectFailure()', () => {
  it('is true where nothing can have been sent', () => {
    assert.equal(isConnectFailure({ code: 'connection-refused', message: null }), true)
    assert.equal(isConnectFailure({ code: 'connection-terminated', message: null }), false)
  })
})
