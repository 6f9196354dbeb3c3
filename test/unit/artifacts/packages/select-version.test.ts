import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { selectVersion } from '../../../../src/artifacts/packages/select-version.ts'
import { parseRequirement } from '../../../../src/artifacts/packages/version-requirement.ts'

const TAGS = [
  'latest',
  'v3.0.0',
  '0.1.0',
  '0.1.10',
  '0.1.9',
  '0.2.0',
  '1.0.0-rc.1',
  '1.0.0-rc.2',
  'sha256-ab.sig',
]

function select(requirement: string, tags: readonly string[] = TAGS): string {
  const parsed = parseRequirement(requirement)
  assert.ok(parsed !== null)
  return selectVersion(tags, parsed, 'ghcr.io/user/charcount')
}

describe('selectVersion()', () => {
  it('takes the highest that fits, and a pre-release only where it is asked for', () => {
    assert.equal(select('*'), '0.2.0')
    assert.equal(select('^0.1'), '0.1.10')
    assert.equal(select('>=1.0.0-rc.1'), '1.0.0-rc.2')
  })

  it('says what there is', () => {
    assert.throws(() => select('^2'), { code: 'VERSION_NOT_FOUND', message: /0\.1\.9, 0\.1\.10, 0\.2\.0/ })
    assert.throws(() => select('*', ['1.0.0-rc.1']), { message: /taken only when it is named/ })
    assert.throws(() => select('*', ['v1.0.0', 'latest']), { message: /oci:\/\/host\/repository:tag/ })
    assert.throws(() => select('*', []), { message: /no tags/ })
  })
})
