import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { CodedError } from '#platform'

import { parseReference } from '../../../../src/artifacts/references/parse-reference.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('parseReference() of oci://', () => {
  const accepted: readonly [string, string, string, string | null, string | null][] = [
    ['oci://ghcr.io/user/charcount:0.1.0', 'ghcr.io', 'user/charcount', '0.1.0', null],
    ['oci://ghcr.io/user/charcount', 'ghcr.io', 'user/charcount', 'latest', null],
    [`oci://ghcr.io/user/charcount@${DIGEST}`, 'ghcr.io', 'user/charcount', null, DIGEST],
    [`oci://ghcr.io/user/charcount:1@${DIGEST}`, 'ghcr.io', 'user/charcount', '1', DIGEST],
    ['oci://localhost/charcount:1', 'localhost', 'charcount', '1', null],
    ['oci://localhost:5000/charcount:1', 'localhost:5000', 'charcount', '1', null],
    ['oci://registry:5000/a/b/c:1', 'registry:5000', 'a/b/c', '1', null],
    ['oci://[::1]:5000/charcount:1', '[::1]:5000', 'charcount', '1', null],
    ['oci://docker.io/charcount:1', 'docker.io', 'library/charcount', '1', null],
    ['oci://docker.io/user/charcount:1', 'docker.io', 'user/charcount', '1', null],
    ['OCI://ghcr.io/a__b/c-d.e:V_1', 'ghcr.io', 'a__b/c-d.e', 'V_1', null],
    ['  oci://ghcr.io/user/charcount:1\n', 'ghcr.io', 'user/charcount', '1', null],
  ]
  for (const [text, registry, repository, tag, digest] of accepted) {
    it(`reads "${text.trim()}"`, () => {
      assert.deepEqual(parseReference(text), { kind: 'oci', registry, repository, tag, digest })
    })
  }

  const refused = [
    'oci://user/charcount:1',
    'oci://charcount',
    'oci://ghcr.io/',
    'oci://ghcr.io/User/charcount:1',
    'oci://ghcr.io/user/../charcount:1',
    'oci://ghcr.io/user//charcount:1',
    'oci://ghcr.io/user/charcount:',
    'oci://ghcr.io/user/charcount:a b',
    'oci://ghcr.io/user/charcount?x=1',
    'oci://ghcr.io/user/charcount@sha256:abc',
    `oci://ghcr.io/user/charcount@sha512:${'a'.repeat(128)}`,
    'oci://user:password@ghcr.io/user/charcount:1',
    'oci://ghcr.io:0/user/charcount:1',
    'oci://ghcr.io:65536/user/charcount:1',
    `oci://ghcr.io/${'a/'.repeat(200)}a:1`,
    `oci://ghcr.io/user/charcount:${'a'.repeat(129)}`,
  ]
  for (const text of refused) {
    it(`refuses "${text.slice(0, 60)}"`, () => {
      assert.throws(() => parseReference(text), { code: 'REFERENCE_INVALID' })
    })
  }
})

describe('parseReference() of file://', () => {
  it('takes an absolute path literally', () => {
    assert.deepEqual(parseReference('file:///a b/c%20d.wasm'), { kind: 'file', path: '/a b/c%20d.wasm' })
  })

  for (const text of [
    'file://a.wasm',
    'file://./a.wasm',
    'file://~/a.wasm',
    'file:///a.wat',
    'file:///a\0.wasm',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseReference(text), { code: 'REFERENCE_INVALID' })
    })
  }
})

describe('parseReference() of https://', () => {
  it('keeps the query and drops the fragment', () => {
    const reference = parseReference('https://example.com/a.wasm?sig=1#x')
    assert.deepEqual(reference, { kind: 'https', url: new URL('https://example.com/a.wasm?sig=1') })
  })

  it('refuses a login inside', () => {
    assert.throws(() => parseReference('https://user:password@example.com/a.wasm'), {
      code: 'REFERENCE_INVALID',
    })
    assert.throws(() => parseReference('https://'), { code: 'REFERENCE_INVALID' })
  })
})

describe('parseReference()', () => {
  it('tells an unknown scheme from no scheme', () => {
    assert.throws(() => parseReference('ftp://example.com/a.wasm'), {
      code: 'SCHEME_UNSUPPORTED',
      message: 'Unsupported component scheme: "ftp"; use oci://, https:// or file://',
    })
    assert.throws(() => parseReference('ghcr.io/user/charcount:1'), { code: 'REFERENCE_INVALID' })
    assert.throws(() => parseReference(''), { code: 'REFERENCE_INVALID' })
  })

  it('answers any text with a reference or a coded error', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc
        .tuple(fc.constantFrom('oci', 'file', 'https'), fc.string({ unit: 'binary-ascii' }))
        .map((parts) => parts.join('://')),
    )
    fc.assert(
      fc.property(text, (value) => {
        try {
          parseReference(value)
        } catch (error) {
          assert.ok(error instanceof CodedError)
        }
      }),
    )
  })
})
