import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { RequestHead } from '../../../../../src/sandbox/guest-process/wasi/http/request-head.ts'

describe('RequestHead', () => {
  it('is a GET of nothing at first', () => {
    const { method, scheme, authority, pathWithQuery } = new RequestHead()
    assert.deepEqual(
      { method, scheme, authority, pathWithQuery },
      {
        method: { tag: 'get' },
        scheme: undefined,
        authority: undefined,
        pathWithQuery: undefined,
      },
    )
  })

  for (const authority of [
    'example.com',
    'example.com:8080',
    '127.0.0.1:1',
    '[::1]',
    '[::ffff:10.0.0.1]:443',
    'xn--bcher-kva.example',
  ]) {
    it(`takes the authority ${authority}`, () => {
      const head = new RequestHead()
      assert.equal(head.setAuthority(authority), true)
      assert.equal(head.authority, authority)
    })
  }

  for (const authority of [
    '',
    'user@example.com',
    'allowed.example@evil.example',
    'example.com:99999',
    'example.com:http',
    'a b',
    'a/b',
    'a\r\nb',
    'a#b',
    'a?b',
    '[::1',
    'a\\b',
  ]) {
    it(`takes no authority like ${JSON.stringify(authority)}`, () => {
      const head = new RequestHead()
      head.setAuthority('before.example')
      assert.equal(head.setAuthority(authority), false)
      assert.equal(head.authority, 'before.example')
    })
  }

  it('takes no method, path or scheme that could split a request', () => {
    const breaking = fc.constantFrom(' ', '\r', '\n', '\0', '\t', '\u007f')
    fc.assert(
      fc.property(fc.string(), breaking, fc.string(), (before, character, after) => {
        const text = before + character + after
        const head = new RequestHead()
        assert.equal(head.setMethod({ tag: 'other', val: text }), false)
        assert.equal(head.setPathWithQuery(text), false)
        assert.equal(head.setAuthority(text), false)
        assert.equal(head.setScheme({ tag: 'other', val: text }), false)
      }),
    )
  })

  it('takes methods, schemes and paths that are ones', () => {
    const head = new RequestHead()
    assert.equal(head.setMethod({ tag: 'other', val: 'PURGE' }), true)
    assert.equal(head.setScheme({ tag: 'other', val: 'coap+tcp' }), true)
    assert.equal(head.setPathWithQuery('/a/b?c=d&e=%20'), true)
    assert.equal(head.setPathWithQuery(undefined), true)
    assert.equal(head.setPathWithQuery('/a#fragment'), false)
  })
})
