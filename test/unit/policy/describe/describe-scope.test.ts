import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { describeScope, describeTerms, type Grant } from '#policy'

const SCOPES: [grant: Grant, scope: string][] = [
  [{ kind: 'storage', uri: 'fs:///work', access: ['read'] }, 'read "/work" and everything in it'],
  [
    { kind: 'storage', uri: 'fs:///work/**', access: ['read', 'write'] },
    'read and write everything in "/work"',
  ],
  [{ kind: 'storage', uri: 'fs:///**', access: ['write'] }, 'write everything in "/"'],
  [{ kind: 'storage', uri: 'fs:///work/*.txt', access: ['read'] }, 'read what matches "/work/*.txt"'],
  [
    { kind: 'storage', uri: 'fs:///work/latest', access: ['read'], resolved: '/private\u202E' },
    String.raw`read "/work/latest" and everything in it, which leads to "/private\u{202e}"`,
  ],
  [
    { kind: 'storage', uri: 'fs:///work/latest/*.txt', access: ['read'], resolved: '/private' },
    'read what matches "/work/latest/*.txt", whose folder leads to "/private"',
  ],
  [{ kind: 'network', host: 'x.com' }, 'connect to "x.com" by http and https on every port'],
  [{ kind: 'network', host: 'X.COM.' }, 'connect to "x.com" by http and https on every port'],
  [{ kind: 'network', host: '2130706433' }, 'connect to "127.0.0.1" by http and https on every port'],
  [
    { kind: 'network', host: 'bücher.example' },
    'connect to "xn--bcher-kva.example" by http and https on every port',
  ],
  [{ kind: 'network', host: '*' }, 'connect to every host on the internet by http and https on every port'],
  [
    { kind: 'network', host: '*.x.com' },
    'connect to every host that ends with ".x.com" by http and https on every port',
  ],
  [
    { kind: 'network', host: 'https://x.com:8443/v1' },
    'connect to "x.com" by https on port 8443, only paths at "/v1"',
  ],
  [{ kind: 'network', host: 'tcp://db.x.com:5432' }, 'connect to "db.x.com" by tcp on port 5432'],
  [{ kind: 'environment', key: 'API_KEY' }, 'see the environment variable "API_KEY"'],
  [{ kind: 'memory', limit: '1Gi' }, 'use up to 1Gi of memory'],
]

describe('describeScope()', () => {
  for (const [grant, scope] of SCOPES) it(`says '${scope}'`, () => assert.equal(describeScope(grant), scope))

  it('lets no path write other words over these', () => {
    const uri = 'fs:///a\u001B[2K\u202Ehtap\nb'
    assert.equal(
      describeScope({ kind: 'storage', uri, access: ['read'] }),
      String.raw`read "/a\u001b[2K\u{202e}htap\nb" and everything in it`,
    )
  })
})

describe('describeTerms()', () => {
  for (const [terms, text] of [
    [{ expires: null, uses: null }, 'until it is revoked'],
    [{ expires: null, uses: 1 }, 'for the next call'],
    [{ expires: null, uses: 3 }, 'for the next 3 calls'],
    [{ expires: 0, uses: null }, 'until 1970-01-01T00:00:00.000Z'],
  ] as const) {
    it(`says '${text}'`, () => assert.equal(describeTerms(terms), text))
  }
})
