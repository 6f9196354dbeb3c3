import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { loadConfig } from '#platform'

const HOME = '/nobody'

describe('auditSettings()', () => {
  it('keeps the audit with the state of the user, as plain lines', async () => {
    const { audit } = await loadConfig({}, { HOME, XDG_STATE_HOME: '/state' })
    assert.deepEqual(audit, { file: '/state/wassette/audit.jsonl', isChained: false, hasValues: false })
    assert.equal((await loadConfig({}, { HOME })).audit.file, '/nobody/.local/state/wassette/audit.jsonl')
  })

  it('can be turned off, moved and chained', async () => {
    assert.equal((await loadConfig({}, { HOME, WASSETTE_AUDIT_FILE: 'off' })).audit.file, null)
    const env = {
      HOME,
      WASSETTE_AUDIT_FILE: '/var/log/audit',
      WASSETTE_AUDIT_CHAIN: 'true',
      WASSETTE_AUDIT_VALUES: '1',
    }
    assert.deepEqual((await loadConfig({}, env)).audit, {
      file: '/var/log/audit',
      isChained: true,
      hasValues: true,
    })
    await assert.rejects(loadConfig({}, { HOME, WASSETTE_AUDIT_CHAIN: 'maybe' }), { code: 'INVALID_SETTING' })
  })
})
