import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  AuthFile,
  findInAuths,
  helperFor,
  normaliseAuthKey,
} from '../../../../src/artifacts/credentials/auth-file.ts'
import type { Credential } from '../../../../src/artifacts/credentials/credential.ts'

const AUTH = Buffer.from('user:pass:word').toString('base64')
const LOGIN: Credential = { kind: 'basic', username: 'user', password: 'pass:word' }

function auth(user: string): { auth: string } {
  return { auth: Buffer.from(`${user}:x`).toString('base64') }
}

describe('findInAuths()', () => {
  const keys: readonly [string, string, string, boolean][] = [
    ['ghcr.io', 'ghcr.io', 'a/b', true],
    ['https://ghcr.io', 'ghcr.io', 'a/b', true],
    ['https://ghcr.io/', 'ghcr.io', 'a/b', true],
    ['https://ghcr.io/v1/', 'ghcr.io', 'a/b', true],
    ['http://ghcr.io/v2', 'ghcr.io', 'a/b', true],
    ['GHCR.io', 'ghcr.io', 'a/b', true],
    ['localhost:5000', 'localhost:5000', 'a', true],
    ['https://index.docker.io/v1/', 'docker.io', 'library/a', true],
    ['docker.io', 'docker.io', 'library/a', true],
    ['ghcr.io/a', 'ghcr.io', 'a/b', true],
    ['ghcr.io/a/b', 'ghcr.io', 'a/b', true],
    ['cr.io', 'ghcr.io', 'a/b', false],
    ['ghcr.io', 'cr.io', 'a/b', false],
    ['ghcr.io.evil.example', 'ghcr.io', 'a/b', false],
    ['localhost', 'localhost:5000', 'a', false],
    ['localhost:500', 'localhost:5000', 'a', false],
    ['ghcr.io/other', 'ghcr.io', 'a/b', false],
    ['ghcr.io/a/b', 'ghcr.io', 'a', false],
    ['ghcr.io/a/b', 'ghcr.io', 'a/bc', false],
  ]
  for (const [key, registry, repository, found] of keys) {
    it(`${found ? 'gives' : 'keeps'} the login of "${key}" ${found ? 'to' : 'from'} ${registry}/${repository}`, () => {
      const credential = findInAuths({ auths: { [key]: { auth: AUTH } } }, { registry, repository })
      assert.deepEqual(credential, found ? LOGIN : null)
    })
  }

  const entries: readonly [string, unknown, Credential | null][] = [
    ['a colon in the password', { auth: AUTH }, LOGIN],
    ['base64 without padding', { auth: AUTH.replace(/=+$/, '') }, LOGIN],
    ['name and password apart', { username: 'user', password: 'pass:word' }, LOGIN],
    [
      'an identity token beside a login',
      { auth: AUTH, identitytoken: 't' },
      { kind: 'identity-token', token: 't' },
    ],
    ['a ready bearer token', { registrytoken: 't' }, { kind: 'bearer', token: 't' }],
    ['the empty entry of Docker Desktop', {}, null],
    ['empty strings', { auth: '', username: '', password: '' }, null],
    ['no user name', { auth: Buffer.from(':password').toString('base64') }, null],
    ['no colon', { auth: Buffer.from('password').toString('base64') }, null],
    ['a wrong type', { auth: 5 }, null],
    ['null', null, null],
  ]
  for (const [what, entry, credential] of entries) {
    it(`reads ${what}`, () => {
      const file = AuthFile.parse({ auths: { 'ghcr.io': entry } })
      assert.deepEqual(findInAuths(file, { registry: 'ghcr.io', repository: 'a' }), credential)
    })
  }

  it('takes the longest path that fits', () => {
    const auths = {
      'ghcr.io': auth('host'),
      'ghcr.io/a/b': auth('repository'),
      'ghcr.io/a': auth('namespace'),
    }
    const userOf = (repository: string): unknown =>
      findInAuths({ auths }, { registry: 'ghcr.io', repository })
    assert.deepEqual(userOf('a/b'), { kind: 'basic', username: 'repository', password: 'x' })
    assert.deepEqual(userOf('a/c'), { kind: 'basic', username: 'namespace', password: 'x' })
    assert.deepEqual(userOf('c'), { kind: 'basic', username: 'host', password: 'x' })
  })

  it('steps over an empty entry to one that has a login', () => {
    const auths = { 'ghcr.io': {}, 'https://ghcr.io': { auth: AUTH } }
    assert.deepEqual(findInAuths({ auths }, { registry: 'ghcr.io', repository: 'a' }), LOGIN)
  })

  it('never gives a login to another host', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (one, other) => {
        fc.pre(one.toLowerCase() !== other.toLowerCase())
        const found = findInAuths({ auths: { [one]: { auth: AUTH } } }, { registry: other, repository: 'a' })
        assert.equal(found, null)
      }),
    )
  })
})

describe('helperFor()', () => {
  it('compares hosts whole', () => {
    const file = AuthFile.parse({ credHelpers: { 'https://ghcr.io': 'one', 'index.docker.io': 'hub' } })
    assert.equal(helperFor(file, 'ghcr.io'), 'one')
    assert.equal(helperFor(file, 'docker.io'), 'hub')
    assert.equal(helperFor(file, 'cr.io'), null)
  })
})

describe('AuthFile', () => {
  it('reads what it knows of a file with other or broken parts', () => {
    assert.deepEqual(AuthFile.parse({ auths: 'none', credsStore: 'desktop', HttpHeaders: {} }), {
      auths: undefined,
      credsStore: 'desktop',
    })
  })
})

describe('normaliseAuthKey()', () => {
  it('does not change what it has normalised', () => {
    const address = fc
      .tuple(
        fc.constantFrom('', 'https://', 'http://'),
        fc.domain(),
        fc.constantFrom('', '/', '/v1/', '/a/b'),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(address, fc.string()), (key) => {
        const once = normaliseAuthKey(key)
        fc.pre(!/^https?:|\/v[12]$|\/$/i.test(once))
        assert.equal(normaliseAuthKey(once), once)
      }),
    )
  })
})
