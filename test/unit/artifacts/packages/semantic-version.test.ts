import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  compareVersions,
  formatVersion,
  parseVersion,
} from '../../../../src/artifacts/packages/semantic-version.ts'

function version(text: string) {
  const parsed = parseVersion(text)
  assert.ok(parsed !== null, text)
  return parsed
}

describe('parseVersion()', () => {
  it('reads versions and nothing else', () => {
    for (const text of ['0.0.0', '1.2.3', '1.2.3-rc.1', '1.2.3-x-y.0', '1.0.0--', '999999999999999.0.0']) {
      assert.equal(formatVersion(version(text)), text)
    }
    const others = ['', '1', '1.2', 'v1.2.3', '01.2.3', '1.2.3-', '1.2.3-01', '1.2.3-a..b', '1.2.3+build']
    const endless = ['1'.repeat(17) + '.0.0', `1.2.3-${'a'.repeat(200)}`]
    for (const text of [...others, ...endless, '1.2.3 ', 'sha256-abc', 'latest']) {
      assert.equal(parseVersion(text), null, text)
    }
  })
})

describe('compareVersions()', () => {
  it('orders as section 11 of the specification does', () => {
    const ordered = [
      '0.0.1',
      '0.1.0',
      '1.0.0-1',
      '1.0.0-11',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ].map(version)
    assert.deepEqual(ordered.toReversed().sort(compareVersions), ordered)
  })

  it('is an order', () => {
    const identifier = fc.constantFrom('0', '1', '10', 'a', 'b', 'a-1')
    const any = fc.record({
      major: fc.nat(2),
      minor: fc.nat(2),
      patch: fc.nat(2),
      prerelease: fc.array(identifier, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(any, any, any, (one, two, three) => {
        const sign = Math.sign(compareVersions(one, two))
        assert.ok(sign === 0 || sign === -Math.sign(compareVersions(two, one)))
        assert.equal(sign === 0, formatVersion(one) === formatVersion(two))
        const [first, second, third] = [one, two, three].sort(compareVersions)
        assert.ok(first !== undefined && second !== undefined && third !== undefined)
        assert.ok(compareVersions(first, third) <= 0)
      }),
    )
  })
})
