import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { FlowErrorCode } from '../../../../../src/sandbox/protocol/egress-protocol.ts'
import { toHttpErrorCode } from '../../../../../src/sandbox/guest-process/wasi/http/error-code.ts'

/** What guests read, pinned. */
const PINNED: Readonly<Record<FlowErrorCode, string>> = {
  denied: 'HTTP-request-denied',
  'invalid-request': 'HTTP-request-URI-invalid',
  'name-unresolvable': 'DNS-error',
  'name-timeout': 'DNS-timeout',
  'connection-refused': 'connection-refused',
  'connection-unreachable': 'destination-unavailable',
  'connection-terminated': 'connection-terminated',
  'connection-timeout': 'connection-timeout',
  'read-timeout': 'connection-read-timeout',
  'tls-certificate': 'TLS-certificate-error',
  'tls-protocol': 'TLS-protocol-error',
  'request-body-size': 'HTTP-request-body-size',
  'response-body-size': 'HTTP-response-body-size',
  'response-headers-size': 'HTTP-response-header-section-size',
  'response-incomplete': 'HTTP-response-incomplete',
  protocol: 'HTTP-protocol-error',
  'too-many-flows': 'connection-limit-reached',
  internal: 'internal-error',
}

describe('toHttpErrorCode()', () => {
  it('has a code of wasi:http for each way a flow fails', () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the pin
    for (const code of Object.keys(PINNED) as FlowErrorCode[]) {
      assert.equal(toHttpErrorCode({ code, message: null }).tag, PINNED[code])
    }
  })

  it('hands on what is known of a name and of a fault of ours', () => {
    assert.deepEqual(toHttpErrorCode({ code: 'name-unresolvable', message: 'ENOTFOUND' }), {
      tag: 'DNS-error',
      val: { rcode: 'ENOTFOUND', infoCode: undefined },
    })
    assert.deepEqual(toHttpErrorCode({ code: 'internal', message: 'why' }), {
      tag: 'internal-error',
      val: 'why',
    })
  })
})
