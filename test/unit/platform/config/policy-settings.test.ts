import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { policySettings } from '../../../../src/platform/config/policy-settings.ts'

const HOME = { home: '/h', config: '/h/.config', data: '/h/data', cache: '/h/cache', state: '/h/state' }

describe('policySettings()', () => {
  it('asks a person and looks for a ceiling beside the configuration', () => {
    assert.deepEqual(policySettings({}, {}, HOME), {
      grants: 'ask',
      isUnattendedAllowed: false,
      ceilingFile: '/h/.config/wassette/ceiling.yaml',
      isCeilingRequired: false,
    })
  })

  it('demands a ceiling that is named', () => {
    assert.deepEqual(policySettings({}, { ceiling_file: '/etc/c.yaml', grants: 'operator' }, HOME), {
      grants: 'operator',
      isUnattendedAllowed: false,
      ceilingFile: '/etc/c.yaml',
      isCeilingRequired: true,
    })
    const { ceilingFile } = policySettings(
      { WASSETTE_CEILING_FILE: '/env.yaml' },
      { ceiling_file: '/f' },
      HOME,
    )
    assert.equal(ceilingFile, '/env.yaml')
  })

  it('has no ceiling where nobody is at home', () => {
    assert.equal(policySettings({}, {}, { ...HOME, config: null }).ceilingFile, null)
  })

  it('refuses another way to grant', () => {
    assert.throws(() => policySettings({}, { grants: 'anybody' }, HOME), { code: 'INVALID_SETTING' })
  })
})
