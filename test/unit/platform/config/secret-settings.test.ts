import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { loadConfig } from '#platform'

const HOME = '/nobody'

describe('secretSettings()', () => {
  it('keeps secrets beside the configuration unless told otherwise', async () => {
    const { secrets } = await loadConfig({}, { HOME, XDG_CONFIG_HOME: '/config' })
    assert.equal(secrets.folder, '/config/wassette/secrets')
    assert.equal(secrets.store, 'auto')
    const other = await loadConfig({}, { HOME, WASSETTE_SECRETS_DIR: '/elsewhere' })
    assert.equal(other.secrets.folder, '/elsewhere')
  })

  it('refuses a store that there is not', async () => {
    const env = { HOME, WASSETTE_SECRET_STORE: 'cloud' }
    await assert.rejects(loadConfig({}, env), { code: 'INVALID_SETTING' })
  })
})
