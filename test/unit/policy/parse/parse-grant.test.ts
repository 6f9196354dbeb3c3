import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { type GrantKind, parseGrant, parseRevocation } from '#policy'

/** Clients of Wassette look for these sentences. */
const REFUSED: [kind: GrantKind, details: unknown, message: string][] = [
  ['storage', {}, "Missing 'uri' field for storage permission"],
  ['storage', null, "Missing 'uri' field for storage permission"],
  ['storage', 'fs:///a', "Missing 'uri' field for storage permission"],
  ['storage', { uri: 'fs:///a' }, "'access' field must be an array"],
  ['storage', { uri: 'fs:///a', access: 'read' }, "'access' field must be an array"],
  ['storage', { uri: 'fs:///a', access: [] }, 'Storage access cannot be empty'],
  ['storage', { uri: 'fs:///a', access: ['execute'] }, 'Invalid access type: execute'],
  ['storage', { uri: '', access: ['read'] }, 'Storage URI cannot be empty'],
  ['network', {}, "Missing 'host' field for network permission"],
  ['network', { host: 1 }, "Missing 'host' field for network permission"],
  ['network', { host: '' }, 'Network host cannot be empty'],
  ['network', { host: 'a', methods: ['GET'] }, "Unknown field 'methods' for network permission"],
  ['environment', {}, "Missing 'key' field for environment permission"],
  ['environment', { key: '' }, 'Environment variable key cannot be empty'],
  ['network', { host: 'a'.repeat(8_201) }, "The 'host' is too long, 8200 characters are the most"],
  ['memory', {}, "Missing 'memory' field for memory permission"],
]

describe('parseGrant()', () => {
  it('reads each kind', () => {
    assert.deepEqual(parseGrant('storage', { uri: 'fs:///a/**', access: ['write', 'read', 'read'] }), {
      kind: 'storage',
      uri: 'fs:///a/**',
      access: ['read', 'write'],
    })
    assert.deepEqual(parseGrant('network', { host: '*.x.com' }), { kind: 'network', host: '*.x.com' })
    assert.deepEqual(parseGrant('environment', { key: 'A' }), { kind: 'environment', key: 'A' })
    assert.deepEqual(parseGrant('memory', { memory: '1Gi' }), { kind: 'memory', limit: '1Gi' })
  })

  for (const [kind, details, message] of REFUSED) {
    it(`refuses ${kind} ${JSON.stringify(details).slice(0, 80)}`, () => {
      assert.throws(() => parseGrant(kind, details), { message })
    })
  }

  for (const uri of ['fs://work', 'fs://~/notes', '/work', 'file:///work']) {
    it(`refuses '${uri}', which would allow nothing`, () => {
      assert.throws(() => parseGrant('storage', { uri, access: ['read'] }), {
        code: 'STORAGE_URI_NOT_ABSOLUTE',
      })
    })
  }
})

describe('parseRevocation()', () => {
  it('reads each kind', () => {
    assert.deepEqual(parseRevocation('storage', { uri: 'fs:///a' }), { kind: 'storage', uri: 'fs:///a' })
    assert.deepEqual(parseRevocation('network', { host: 'a' }), { kind: 'network', host: 'a' })
    assert.deepEqual(parseRevocation('environment', { key: 'A' }), { kind: 'environment', key: 'A' })
    assert.deepEqual(parseRevocation('memory', undefined), { kind: 'memory' })
  })

  it('takes back what could not be granted any more', () => {
    assert.deepEqual(parseRevocation('storage', { uri: 'fs://work' }), { kind: 'storage', uri: 'fs://work' })
  })

  it('refuses what names nothing', () => {
    assert.throws(() => parseRevocation('network', {}), { code: 'GRANT_INVALID' })
  })
})
