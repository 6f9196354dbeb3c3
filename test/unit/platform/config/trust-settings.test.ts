import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { TrustSettings } from '#platform'

import { parseConfigFile } from '../../../../src/platform/config/config-file.ts'
import { trustSettings } from '../../../../src/platform/config/trust-settings.ts'

function read(content: string): TrustSettings {
  const { settings } = parseConfigFile(content, 'config.toml')
  return trustSettings(settings.trust, { configFile: '/etc/wassette/config.toml', isSkipped: false })
}

describe('trustSettings()', () => {
  it('pins where nothing is said', () => {
    const byDefault = { default: 'pin', rules: [], trustedRoot: null }
    assert.deepEqual(read(''), byDefault)
    assert.deepEqual(read('[trust]'), byDefault)
  })

  it('reads rules, with paths from the folder of the file', () => {
    const content = `
[trust]
default = "require"
trusted_root = "root.json"

[[trust.rules]]
match = "ghcr.io/ada/scratch"
mode = "off"

[[trust.rules]]
match = "ghcr.io/ada/*"
any = [
  { keyless = { issuer = "https://issuer.example", identity = "ada@example.com" } },
  { key = "keys/cosign.pub" },
]
predicates = ["https://slsa.dev/provenance/v1"]
`
    assert.deepEqual(read(content), {
      default: 'require',
      trustedRoot: '/etc/wassette/root.json',
      rules: [
        { match: 'ghcr.io/ada/scratch', kind: 'off' },
        {
          match: 'ghcr.io/ada/*',
          kind: 'signed-by',
          any: [
            { kind: 'keyless', issuer: 'https://issuer.example', identity: 'ada@example.com' },
            { kind: 'key', path: '/etc/wassette/keys/cosign.pub' },
          ],
          predicates: ['https://slsa.dev/provenance/v1'],
        },
      ],
    })
  })

  it('looks at nothing when a person says so', () => {
    const settings = trustSettings({ default: 'require' }, { configFile: null, isSkipped: true })
    assert.deepEqual(settings, { default: 'off', rules: [], trustedRoot: null })
  })

  const KEYLESS = "keyless = { issuer = 'https://issuer.example', identity = 'ada@example.com' }"
  const wrong: readonly (readonly [string, string, string])[] = [
    ['a mode that nobody knows', 'default = "maybe"', 'trust.default'],
    ['a key that nobody knows', 'defualt = "require"', 'trust'],
    ['a rule with a slip in it', "rules = [{ match = 'a/b', anny = [] }]", 'trust.rules.0'],
    ['a rule that says nothing', "rules = [{ match = 'a/b' }]", 'trust.rules.0'],
    ['a rule without signers', "rules = [{ match = 'a/b', any = [] }]", 'trust.rules.0.any'],
    [
      'a rule that says both',
      `rules = [{ match = 'a/b', mode = 'off', any = [{ ${KEYLESS} }] }]`,
      'trust.rules.0',
    ],
    ['a rule for a scheme', "rules = [{ match = 'oci://a/b', mode = 'off' }]", 'trust.rules.0.match'],
    ['a rule for a registry alone', "rules = [{ match = 'ghcr.io', mode = 'off' }]", 'trust.rules.0.match'],
    [
      'a signer that is everybody',
      "rules = [{ match = 'a/b', any = [{ keyless = { issuer = 'https://a.example', identity = '**' } }] }]",
      'trust.rules.0.any.0.keyless.identity',
    ],
    [
      'an issuer that is a pattern',
      "rules = [{ match = 'a/b', any = [{ keyless = { issuer = 'https://*', identity = 'a' } }] }]",
      'trust.rules.0.any.0.keyless.issuer',
    ],
    [
      'a signer without an identity',
      "rules = [{ match = 'a/b', any = [{ keyless = { issuer = 'https://a.example' } }] }]",
      'trust.rules.0.any.0',
    ],
  ]
  for (const [what, table, key] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => read(`[trust]\n${table}`),
        (error: unknown) => {
          assert.ok(error instanceof Error && 'code' in error)
          assert.equal(error.code, 'INVALID_CONFIG_FILE')
          assert.ok(error.message.startsWith(`Fix '${key}' in 'config.toml': `), error.message)
          return true
        },
      )
    })
  }
})
