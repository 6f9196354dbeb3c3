import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { trustName } from '../../../../../src/artifacts/trust/policy/trust-name.ts'

describe('trustName()', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['ghcr.io', 'ghcr.io/ada/tool'],
    ['GHCR.io', 'ghcr.io/ada/tool'],
    ['ghcr.io.', 'ghcr.io/ada/tool'],
    ['ghcr.io:443', 'ghcr.io/ada/tool'],
    ['Ghcr.io.:443', 'ghcr.io/ada/tool'],
    ['ghcr.io:4430', 'ghcr.io:4430/ada/tool'],
    ['index.docker.io', 'docker.io/ada/tool'],
    ['registry-1.docker.io', 'docker.io/ada/tool'],
    ['localhost:5000', 'localhost:5000/ada/tool'],
    ['[::1]:5000', '[::1]:5000/ada/tool'],
  ]
  for (const [registry, name] of spellings) {
    it(`names a repository at ${registry} ${name}`, () => {
      assert.equal(trustName({ registry, repository: 'ada/tool' }), name)
    })
  }
})
