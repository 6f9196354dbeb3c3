import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { trustOfRealm, type RealmTrust } from '../../../../../src/artifacts/oci/login/realm-guard.ts'

describe('trustOfRealm()', () => {
  const table: readonly [string, string, RealmTrust][] = [
    ['https://ghcr.io', 'https://ghcr.io/token', 'login'],
    ['https://registry.corp:5050', 'https://registry.corp/jwt/auth', 'login'],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', 'login'],
    ['https://example.com', 'https://auth.example.com/token', 'login'],
    ['https://registry.example.com', 'https://auth.example.com/token', 'login'],
    ['https://registry-1.docker.io', 'https://auth.docker.io/token', 'login'],
    ['https://me.azurecr.io', 'https://login.microsoftonline.com/token', 'login'],
    ['https://europe-docker.pkg.dev', 'https://oauth2.googleapis.com/token', 'login'],
    ['http://127.0.0.1:5000', 'http://localhost:5001/token', 'login'],
    ['https://ghcr.io', 'https://evil.example/token', 'anonymous'],
    ['https://ghcr.io', 'https://evilghcr.io/token', 'anonymous'],
    ['https://ghcr.io', 'https://ghcr.io.evil.example/token', 'anonymous'],
    ['https://one.co.uk', 'https://other.co.uk/token', 'anonymous'],
    ['https://one.io', 'https://other.io/token', 'anonymous'],
    ['https://evil.example', 'https://login.microsoftonline.com/token', 'anonymous'],
    ['https://93.184.216.34', 'https://94.184.216.34/token', 'anonymous'],
    ['https://ghcr.io', 'http://ghcr.io/token', 'refused'],
    ['https://ghcr.io', 'https://169.254.169.254/token', 'refused'],
    ['https://ghcr.io', 'https://localhost/token', 'refused'],
    ['https://ghcr.io', 'https://[::1]/token', 'refused'],
    ['https://ghcr.io', 'https://user:password@ghcr.io/token', 'refused'],
    ['http://127.0.0.1:5000', 'file:///etc/passwd', 'refused'],
    ['http://127.0.0.1:5000', 'http://169.254.169.254/token', 'refused'],
    ['https://10.0.0.1', 'https://10.0.0.2/token', 'anonymous'],
  ]
  for (const [registry, realm, trust] of table) {
    it(`says ${trust} to ${realm} of ${registry}`, () => {
      assert.equal(trustOfRealm(new URL(registry), new URL(realm)), trust)
    })
  }
})
