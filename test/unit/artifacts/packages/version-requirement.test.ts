import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseVersion } from '../../../../src/artifacts/packages/semantic-version.ts'
import { parseRequirement, satisfies } from '../../../../src/artifacts/packages/version-requirement.ts'

function fits(version: string, requirement: string): boolean {
  const [parsed, wanted] = [parseVersion(version), parseRequirement(requirement)]
  assert.ok(parsed !== null && wanted !== null, `${version} ${requirement}`)
  return satisfies(parsed, wanted)
}

/** Each row as Cargo's documentation and the tests of its `semver` crate have it; only the first is wkg's own. */
const ROWS: readonly [requirement: string, fitting: string, others: string][] = [
  ['1.2.3', '1.2.3', '1.2.4 1.2.3-rc.1'],
  ['^1.2.3', '1.2.3 1.9.0', '1.2.2 2.0.0 1.3.0-rc.1 2.0.0-rc.1'],
  ['^0.1', '0.1.0 0.1.9', '0.2.0 0.0.9'],
  ['0.1', '0.1.0 0.1.9', '0.2.0 0.0.9'],
  ['1', '1.0.0 1.9.9', '0.9.9 2.0.0'],
  ['0', '0.0.0 0.9.9', '1.0.0'],
  ['^0.0', '0.0.0 0.0.7', '0.1.0'],
  ['^0.0.3', '0.0.3', '0.0.4 0.0.2'],
  ['^1.0.0-rc.2', '1.0.0-rc.2 1.0.0-rc.10 1.0.0 1.1.0', '1.0.0-rc.1 1.1.0-rc.2 2.0.0'],
  ['~1.2.3', '1.2.3 1.2.9', '1.3.0 1.2.2'],
  ['~1.2', '1.2.0 1.2.9', '1.3.0'],
  ['~1', '1.0.0 1.9.0', '2.0.0'],
  ['*', '0.0.0 9.9.9', '9.9.9-rc.1'],
  ['1.*', '1.0.0 1.9.0', '2.0.0'],
  ['0.1.x', '0.1.0 0.1.9', '0.2.0'],
  ['1.*.*', '1.9.9', '2.0.0'],
  ['=1.2', '1.2.0 1.2.9', '1.3.0'],
  ['=1.2.3', '1.2.3', '1.2.4'],
  ['=1.2.3-rc.1', '1.2.3-rc.1', '1.2.3 1.2.3-rc.2'],
  ['>1.2', '1.3.0 2.0.0', '1.2.0 1.2.9'],
  ['>1.2.3', '1.2.4', '1.2.3'],
  ['>=1.2', '1.2.0 3.0.0', '1.1.9'],
  ['<1.2', '1.1.9 0.0.0', '1.2.0 1.2.0-rc.1'],
  ['<=1.2', '1.2.9', '1.3.0'],
  ['<=1.2.3', '1.2.3', '1.2.4'],
  ['>=1, <3', '1.0.0 2.9.9', '0.9.0 3.0.0'],
  [' >= 1.0.0 ,<1.5', '1.0.0 1.4.9', '1.5.0'],
]

describe('satisfies()', () => {
  for (const [requirement, fitting, others] of ROWS) {
    it(`reads "${requirement}"`, () => {
      for (const version of fitting.split(' ')) assert.ok(fits(version, requirement), version)
      for (const version of others.split(' ')) assert.ok(!fits(version, requirement), version)
    })
  }
})

describe('parseRequirement()', () => {
  it('reads nothing else', () => {
    const texts = [
      '',
      ' ',
      ',',
      '1,',
      '^',
      '^*',
      '1.2.3.4',
      'v1',
      '^^1',
      '1 2',
      '01',
      '1.2-rc',
      '*.1',
      'latest',
    ]
    for (const text of [...texts, '>=1 <2', '1||2', '1'.repeat(300), '1.2.3+build', 'sha256']) {
      assert.equal(parseRequirement(text), null, text)
    }
  })

  it('takes each version for itself', () => {
    const part = fc.nat(1000)
    fc.assert(
      fc.property(part, part, part, (major, minor, patch) => {
        const text = `${major}.${minor}.${patch}`
        for (const operator of ['', '=', '^', '~', '>=', '<=']) assert.ok(fits(text, operator + text))
        for (const operator of ['<', '>']) assert.ok(!fits(text, operator + text))
      }),
    )
  })

  it('answers any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseRequirement(text)
      }),
    )
  })
})
