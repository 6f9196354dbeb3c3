import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { chooseVersions } from '../../../../src/components/bundle/choose-versions.ts'
import type { LockedVersion } from '../../../../src/components/lock-file/locked-version.ts'

function version(id: string, content: string): LockedVersion {
  const digest = sha256Of(Buffer.from(content))
  const layer = { digest, size: 1 }
  return {
    id,
    manifest: layer,
    layer,
    policy: null,
    resolved: null,
    signer: null,
    tools: digest,
    wishes: null,
  }
}

const LOCK = new Map([
  ['oci://h.io/x:1', version('x', 'old')],
  ['oci://h.io/x:2', version('x', 'new')],
  ['oci://h.io/y:1', version('y', 'y')],
])
const INSTALLED = new Map([['x', sha256Of(Buffer.from('new'))]])

function chosen(...names: readonly string[]): readonly string[] {
  return chooseVersions(names, LOCK, INSTALLED).map(({ key }) => key)
}

describe('chooseVersions()', () => {
  it('takes what is installed, in the version that is', () => {
    assert.deepEqual(chosen(), ['oci://h.io/x:2'])
    assert.deepEqual(chosen('x'), ['oci://h.io/x:2'])
  })

  it('takes what a reference is locked to, in any spelling and each once', () => {
    assert.deepEqual(chosen('oci://H.io/x:1', 'oci://h.io:443/x:1', 'x'), [
      'oci://h.io/x:1',
      'oci://h.io/x:2',
    ])
  })

  it('refuses what nothing is locked under', () => {
    for (const name of ['y', 'z', 'oci://h.io/x:3', '../x', '']) {
      assert.throws(() => chosen(name), { code: 'BUNDLE_UNKNOWN' })
    }
  })
})
