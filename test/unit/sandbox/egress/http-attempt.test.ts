import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { FlowFailure } from '../../../../src/sandbox/egress/flow-failure.ts'
import { httpAttemptOf } from '../../../../src/sandbox/egress/http-attempt.ts'
import type { HttpRequestHead } from '../../../../src/sandbox/protocol/egress-protocol.ts'

function head(parts: Partial<HttpRequestHead>): HttpRequestHead {
  return {
    kind: 'http',
    method: 'GET',
    scheme: 'https',
    authority: 'a.example',
    pathWithQuery: '/',
    headers: [],
    bodyLength: 0,
    timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null },
    ...parts,
  }
}

const INVALID = { name: 'FlowFailure', flowError: { code: 'invalid-request' } }

function refuses(parts: Partial<HttpRequestHead>): void {
  assert.throws(
    () => httpAttemptOf(head(parts)),
    (error) => error instanceof FlowFailure && error.flowError.code === INVALID.flowError.code,
    JSON.stringify(parts),
  )
}

describe('httpAttemptOf()', () => {
  it('normalises the host and knows the ports of the schemes', () => {
    assert.deepEqual(httpAttemptOf(head({ authority: 'A.Example.', method: 'get', pathWithQuery: '/a?b' })), {
      protocol: 'http',
      scheme: 'https',
      host: 'a.example',
      port: 443,
      method: 'GET',
      path: '/a',
    })
    assert.equal(httpAttemptOf(head({ scheme: 'http' })).port, 80)
    assert.equal(httpAttemptOf(head({ authority: 'a.example:8080' })).port, 8080)
    assert.equal(httpAttemptOf(head({ authority: 'a.example:' })).port, 443)
    assert.equal(httpAttemptOf(head({ authority: '[::1]:8080' })).host, '::1')
    assert.equal(httpAttemptOf(head({ authority: '0x7f000001' })).host, '127.0.0.1')
    assert.equal(httpAttemptOf(head({ authority: '[::ffff:127.0.0.1]' })).host, '127.0.0.1')
  })

  it('refuses an authority that can be read in two ways', () => {
    const authorities = [
      '',
      'a@b',
      'a:80:90',
      'a:99999',
      'a:0',
      'a b',
      'a/b',
      'a?b',
      'a#b',
      'a\\b',
      'a%00b',
      '[::1',
      '::1',
    ]
    for (const authority of authorities) refuses({ authority })
  })

  it('refuses a path that ends the line or names a host of its own', () => {
    const paths = ['', 'a', 'http://b.example/', '/ HTTP/1.1', '/a\r\nb: c', '/a\n', '/a#b', '/\u00fc', '*']
    for (const pathWithQuery of paths) refuses({ pathWithQuery })
  })

  it('refuses a method that is no token, and a tunnel', () => {
    for (const method of ['', 'GET ', 'GET /', 'CONNECT', 'connect', 'A\r\nB']) refuses({ method })
  })

  it('gives an attempt or refuses, whatever it is asked', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(texts, texts, texts, (authority, pathWithQuery, method) => {
        try {
          const attempt = httpAttemptOf(head({ authority, pathWithQuery, method }))
          assert.doesNotMatch(`${attempt.host}${attempt.path}${attempt.method}`, /[\s@]|[^ -~]/)
        } catch (error) {
          assert.ok(error instanceof FlowFailure)
        }
      }),
    )
  })
})
