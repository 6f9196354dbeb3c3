import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { canonicalReference } from '#artifacts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('canonicalReference()', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['oci://ghcr.io/user/name', 'oci://ghcr.io/user/name:latest'],
    [' OCI://GHCR.io/user/name:1.0 ', 'oci://ghcr.io/user/name:1.0'],
    ['oci://ghcr.io:443/user/name:1', 'oci://ghcr.io/user/name:1'],
    ['oci://ghcr.io./user/name:1', 'oci://ghcr.io/user/name:1'],
    ['oci://ghcr.io.:443/user/name:1', 'oci://ghcr.io/user/name:1'],
    ['oci://localhost:5000/name:1', 'oci://localhost:5000/name:1'],
    ['oci://index.docker.io/name', 'oci://docker.io/library/name:latest'],
    [`oci://ghcr.io/user/name:1@${DIGEST}`, `oci://ghcr.io/user/name@${DIGEST}`],
    ['oci://GHCR.io/user/name@^0.1', 'oci://ghcr.io/user/name@^0.1'],
    ['user:name', 'user:name@*'],
    ['user:name@>=1, <3', 'user:name@>=1,<3'],
    ['https://EXAMPLE.com:443/a/../x.wasm#part', 'https://example.com/x.wasm'],
    ['https://example.com/x.wasm?version=1', 'https://example.com/x.wasm?version=1'],
    ['file:///a//b/../x.wasm', 'file:///a/x.wasm'],
  ]
  for (const [text, canonical] of spellings) {
    it(`writes '${text}' as '${canonical}'`, () => {
      assert.equal(canonicalReference(text), canonical)
      assert.equal(canonicalReference(canonical), canonical)
    })
  }

  it('refuses what is no reference', () => {
    assert.throws(() => canonicalReference('ghcr.io/user/name'), { code: 'REFERENCE_INVALID' })
  })
})
