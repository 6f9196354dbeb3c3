import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { checkBinding, matchesBinding } from '../../../src/secrets/host-binding.ts'

const https = (host: string, port = 443) => ({ scheme: 'https', host, port }) as const
const http = (host: string, port = 80) => ({ scheme: 'http', host, port }) as const

describe('matchesBinding()', () => {
  it('fits one host on the port of the scheme', () => {
    assert.ok(matchesBinding('api.example.com', https('api.example.com')))
    assert.ok(matchesBinding('API.example.com', https('api.example.com')))
    assert.ok(!matchesBinding('api.example.com', https('api.example.com', 8443)))
    assert.ok(!matchesBinding('api.example.com', https('example.com')))
    assert.ok(!matchesBinding('example.com', https('api.example.com')))
    assert.ok(!matchesBinding('example.com', https('example.com.evil.net')))
  })

  it('fits what stands below a host, and not the host', () => {
    assert.ok(matchesBinding('*.example.com', https('a.b.example.com')))
    assert.ok(!matchesBinding('*.example.com', https('example.com')))
    assert.ok(!matchesBinding('*.example.com', https('evilexample.com')))
  })

  it('sends nothing in the clear unless that is written', () => {
    assert.ok(!matchesBinding('api.example.com', http('api.example.com')))
    assert.ok(matchesBinding('http://127.0.0.1:8080', http('127.0.0.1', 8080)))
    assert.ok(!matchesBinding('http://127.0.0.1:8080', https('127.0.0.1', 8080)))
  })

  it('takes addresses of both kinds', () => {
    assert.ok(matchesBinding('[::1]:8443', https('::1', 8443)))
    assert.ok(matchesBinding('[::1]:8443', https('[::1]', 8443)))
    assert.ok(matchesBinding('[0:0::0001]', https('::1')))
    assert.ok(matchesBinding('0x7f.1', https('127.0.0.1')))
  })

  it('fits nothing that is not HTTP', () => {
    assert.ok(!matchesBinding('example.com', { scheme: null, host: 'example.com', port: 443 }))
  })
})

describe('checkBinding()', () => {
  it('refuses what is no host', () => {
    for (const text of [
      '',
      '*',
      'a b',
      'user@host',
      'https://host/path',
      '*.',
      'a.*.b',
      'ftp://host',
      'x:0',
      'x:65536',
      '[::g]',
    ]) {
      assert.throws(() => checkBinding(text), { code: 'SECRET_HOST_INVALID' }, text)
    }
  })
})
