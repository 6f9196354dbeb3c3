import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Fields } from '../../../../../src/sandbox/guest-process/wasi/http/fields.ts'
import { RequestHead } from '../../../../../src/sandbox/guest-process/wasi/http/request-head.ts'
import {
  addressRequest,
  declaredLength,
  expectsBody,
  toMilliseconds,
} from '../../../../../src/sandbox/guest-process/wasi/http/send-request.ts'
import { FakeNetwork } from '../fake-network.ts'

const TIMEOUTS = { connectMs: null, firstByteMs: null, betweenBytesMs: null }

function headOf(parts: Partial<RequestHead>): RequestHead {
  return Object.assign(new RequestHead(), { authority: 'a.example', ...parts })
}

/** What goes to the host, or the tag of the code that says why nothing does. */
function sent(parts: Partial<RequestHead>): unknown {
  const network = new FakeNetwork()
  const addressed = addressRequest({ head: headOf(parts), headers: new Fields(), timeouts: TIMEOUTS })
  if (addressed.kind === 'unsendable') return addressed.code.tag
  addressed.open(network, 0)
  return network.said[0]
}

describe('addressRequest()', () => {
  it('says all that the host needs', () => {
    assert.deepEqual(sent({ method: { tag: 'other', val: 'QUERY' }, pathWithQuery: '?a' }), {
      kind: 'http',
      method: 'QUERY',
      scheme: 'https',
      authority: 'a.example',
      pathWithQuery: '/?a',
      headers: [],
      bodyLength: 0,
      timeouts: TIMEOUTS,
    })
  })

  it('refuses what no server can be sent', () => {
    assert.equal(sent({ scheme: { tag: 'other', val: 'ftp' } }), 'HTTP-protocol-error')
    assert.equal(sent({ method: { tag: 'connect' } }), 'HTTP-request-method-invalid')
    assert.equal(sent({ authority: undefined }), 'HTTP-request-URI-invalid')
    assert.equal(sent({ pathWithQuery: 'a' }), 'HTTP-request-URI-invalid')
  })
})

describe('expectsBody()', () => {
  it('knows the methods that seldom have one', () => {
    assert.equal(expectsBody(headOf({ method: { tag: 'get' } })), false)
    assert.equal(expectsBody(headOf({ method: { tag: 'post' } })), true)
    assert.equal(expectsBody(headOf({ method: { tag: 'other', val: 'QUERY' } })), true)
  })
})

function lengths(...texts: string[]): [string, Uint8Array][] {
  return texts.map((text) => ['Content-Length', Buffer.from(text)])
}

describe('declaredLength()', () => {
  it('is what one header says', () => {
    assert.equal(declaredLength(Fields.fromList(lengths('12'))), 12n)
    for (const none of [lengths(), lengths('1', '1'), lengths('-1'), lengths('1e3'), lengths('')]) {
      assert.equal(declaredLength(Fields.fromList(none)), null)
    }
  })
})

describe('toMilliseconds()', () => {
  it('keeps what was not set', () => {
    assert.equal(toMilliseconds(undefined), null)
    assert.equal(toMilliseconds(1_500_000n), 1)
  })
})
