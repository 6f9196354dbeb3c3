import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { RegistryRules } from '../../../src/artifacts/registry-rules.ts'

function isAllowed(place: string, allow: readonly string[]): boolean {
  const slash = place.indexOf('/')
  const name = { registry: place.slice(0, slash), repository: place.slice(slash + 1) }
  try {
    new RegistryRules({ allow, mirrors: { 'ghcr.io': ['mirror.corp:5000/ghcr'] } }).assertAllowed(name)
    return true
  } catch (error) {
    assert.match(String(error), /is not among the places/)
    return false
  }
}

describe('RegistryRules', () => {
  const allowed: readonly [place: string, pattern: string][] = [
    ['ghcr.io/user/a', 'ghcr.io'],
    ['ghcr.io/user/a', '*'],
    ['ghcr.io/user/a', 'ghcr.io/user'],
    ['ghcr.io/user/a', 'ghcr.io/user/a'],
    ['GHCR.io/user/a', 'ghcr.io'],
    ['registry.corp:5000/a', 'registry.corp'],
    ['registry.corp:5000/a', 'registry.corp:5000'],
    ['eu.pkg.dev/a/b', '*.pkg.dev'],
    ['index.docker.io/library/a', 'docker.io'],
    ['mirror.corp:5000/ghcr/user/a', 'ghcr.io'],
  ]
  for (const [place, pattern] of allowed) {
    it(`allows ${place} by ${pattern}`, () => assert.ok(isAllowed(place, [pattern])))
  }

  const refused: readonly [place: string, pattern: string][] = [
    ['cr.io/user/a', 'ghcr.io'],
    ['ghcr.io.evil.example/user/a', 'ghcr.io'],
    ['ghcr.io/user-evil/a', 'ghcr.io/user'],
    ['ghcr.io/us', 'ghcr.io/user'],
    ['registry.corp:5001/a', 'registry.corp:5000'],
    ['evilpkg.dev/a/b', '*.pkg.dev'],
    ['pkg.dev/a/b', '*.pkg.dev'],
    ['mirror.corp:5000/other/a', 'ghcr.io'],
  ]
  for (const [place, pattern] of refused) {
    it(`refuses ${place} by ${pattern}`, () => assert.ok(!isAllowed(place, [pattern])))
  }

  it('refuses everything by an empty list and nothing without one', () => {
    assert.ok(!isAllowed('ghcr.io/user/a', []))
    new RegistryRules().assertAllowed({ registry: 'ghcr.io', repository: 'a' })
  })

  it('names the hosts that the user has written down', () => {
    const rules = new RegistryRules({
      allow: ['*', '*.pkg.dev', 'registry.corp/team'],
      mirrors: { 'ghcr.io': ['mirror.corp:5000/ghcr'] },
      ca: { 'other.corp': '/ca.pem' },
    })
    assert.deepEqual(rules.namedHosts(), ['registry.corp', 'mirror.corp:5000', 'other.corp'])
  })

  it('asks mirrors for what is named by its digest, and for tags where it may', () => {
    const mirrors = { 'docker.io': ['a.corp/hub', 'b.corp'] }
    const name = { registry: 'registry-1.docker.io', repository: 'library/x' }
    const digest = `sha256:${'a'.repeat(64)}`
    const both = [
      { registry: 'a.corp', repository: 'hub/library/x' },
      { registry: 'b.corp', repository: 'library/x' },
    ]
    assert.deepEqual(new RegistryRules({ mirrors }).mirrorsOf(name, `blobs/${digest}`), both)
    assert.deepEqual(new RegistryRules({ mirrors }).mirrorsOf(name, `manifests/${digest}`), both)
    assert.deepEqual(new RegistryRules({ mirrors }).mirrorsOf(name, 'manifests/1'), [])
    assert.deepEqual(new RegistryRules({ mirrors }).mirrorsOf(name, 'tags/list?n=1000'), [])
    assert.deepEqual(new RegistryRules({ mirrors, mirrorTags: true }).mirrorsOf(name, 'manifests/1'), both)
    assert.deepEqual(
      new RegistryRules({ mirrors }).mirrorsOf({ ...name, registry: 'ghcr.io' }, `blobs/${digest}`),
      [],
    )
  })
})
