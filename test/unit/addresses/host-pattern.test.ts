import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { parseHostPattern, parsePathPrefix } from '../../../src/addresses/host-pattern.ts'

const NOTHING = { scheme: null, protocol: null, port: null, path: null }

describe('parseHostPattern()', () => {
  for (const [text, expected] of [
    ['*', { match: { kind: 'any' } }],
    ['api.x.com', { match: { kind: 'exact', host: 'api.x.com' } }],
    ['API.x.com.', { match: { kind: 'exact', host: 'api.x.com' } }],
    ['*.x.com', { match: { kind: 'subdomains', of: 'x.com' } }],
    ['x.com:8443', { match: { kind: 'exact', host: 'x.com' }, port: 8443 }],
    ['https://x.com', { match: { kind: 'exact', host: 'x.com' }, scheme: 'https', protocol: 'http' }],
    [
      'HTTPS://x.com/',
      { match: { kind: 'exact', host: 'x.com' }, scheme: 'https', protocol: 'http', path: '' },
    ],
    [
      'http://*.x.com:80/v1/',
      { match: { kind: 'subdomains', of: 'x.com' }, scheme: 'http', protocol: 'http', port: 80, path: '/v1' },
    ],
    ['tcp://db.x.com:5432', { match: { kind: 'exact', host: 'db.x.com' }, protocol: 'tcp', port: 5432 }],
    ['x.com/v1', { match: { kind: 'exact', host: 'x.com' }, path: '/v1' }],
    ['::1', { match: { kind: 'exact', host: '::1' } }],
    ['[::1]:8080', { match: { kind: 'exact', host: '::1' }, port: 8080 }],
    ['0x7f.1', { match: { kind: 'exact', host: '127.0.0.1' } }],
  ] as const) {
    it(`takes '${text}' apart`, () => {
      assert.deepEqual(parseHostPattern(text), { ...NOTHING, ...expected })
    })
  }

  for (const text of [
    '',
    ' ',
    '*.',
    '*.x.',
    'x.*',
    '**',
    '*x.com',
    '*.*.com',
    '*.10.0.0.1',
    'a*b.com',
    'ftp://x.com',
    'user@x.com',
    'https://user:pw@x.com',
    'x.com:0',
    'x.com:65536',
    'x.com:',
    'x.com/a?b',
    'x.com/%2e%2e',
    'x.com/a/../b',
    'https://',
    '//x.com',
    'x.com/*',
  ]) {
    it(`refuses '${text}'`, () => {
      assert.throws(() => parseHostPattern(text), { code: 'HOST_INVALID' })
    })
  }

  it('throws nothing else whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string({ unit: fc.constantFrom('*', '.', ':', '/', '[', ']', '@', 'a', '1') }),
        ),
        (text) => {
          try {
            parseHostPattern(text)
          } catch (error) {
            assert.ok(isCodedError(error, 'HOST_INVALID'))
          }
        },
      ),
    )
  })
})

describe('parsePathPrefix()', () => {
  for (const [text, expected] of [
    ['/', ''],
    ['/v1', '/v1'],
    ['/v1/', '/v1'],
    ['/a/b.c', '/a/b.c'],
  ] as const) {
    it(`reads '${text}' as '${expected}'`, () => assert.equal(parsePathPrefix(text), expected))
  }

  for (const text of [
    '',
    'v1',
    '/v1/*',
    '//',
    '/a//b',
    '/.',
    '/..',
    '/a/..',
    '/a/./b',
    '/a%2fb',
    '/a\\b',
    '/ü',
  ]) {
    it(`refuses '${text}'`, () => {
      assert.throws(() => parsePathPrefix(text), { code: 'HOST_INVALID' })
    })
  }
})
