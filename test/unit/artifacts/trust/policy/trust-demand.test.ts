import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { TrustSettings } from '#platform'

import { findDemand } from '../../../../../src/artifacts/trust/policy/trust-demand.ts'

const ADA = { kind: 'keyless', issuer: 'https://issuer.example', identity: 'ada@example.com' } as const
const SETTINGS: TrustSettings = {
  default: 'pin',
  trustedRoot: null,
  rules: [
    { match: 'ghcr.io/ada/scratch', kind: 'off' },
    { match: 'ghcr.io/ada/*', kind: 'signed-by', any: [ADA], predicates: null },
    { match: 'ghcr.io/**', kind: 'pin' },
    { match: 'ghcr.io/ada/never', kind: 'off' },
  ],
}

describe('findDemand()', () => {
  it('goes by the first rule that fits', () => {
    assert.equal(findDemand('ghcr.io/ada/scratch', SETTINGS).kind, 'off')
    assert.deepEqual(findDemand('ghcr.io/ada/never', SETTINGS), {
      kind: 'signed-by',
      any: [ADA],
      predicates: ['https://sigstore.dev/cosign/sign/v1', 'https://slsa.dev/provenance/v1'],
    })
    assert.equal(findDemand('ghcr.io/ada/deep/inside', SETTINGS).kind, 'signed-by')
    assert.equal(findDemand('ghcr.io/bob/tool', SETTINGS).kind, 'pin')
  })

  it('goes by the default where none fits', () => {
    assert.equal(findDemand('docker.io/ada/tool', SETTINGS).kind, 'pin')
    assert.equal(findDemand('docker.io/ada/tool', { ...SETTINGS, default: 'off' }).kind, 'off')
    assert.equal(findDemand('docker.io/ada/tool', { ...SETTINGS, default: 'require' }).kind, 'no-rule')
  })
})
