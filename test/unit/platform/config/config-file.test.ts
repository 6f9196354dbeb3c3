import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parseConfigFile } from '../../../../src/platform/config/config-file.ts'

describe('parseConfigFile()', () => {
  it('takes every key of Wassette', () => {
    const content = `
component_dir = "/components"
secrets_dir = "/secrets"
bind_address = "127.0.0.1:9001"
allowed_hosts = ["localhost"]
legacy_sessions = true
json_response = false

[environment_vars]
KEY = "value"
`
    const { settings, warnings } = parseConfigFile(content, 'config.toml')
    assert.deepEqual(warnings, [])
    assert.equal(settings.component_dir, '/components')
    assert.deepEqual(settings.environment_vars, { KEY: 'value' })
  })

  it('warns of keys that nobody knows', () => {
    const { warnings } = parseConfigFile('component_dirr = "/x"\n[other]\na = 1', 'config.toml')
    assert.deepEqual(warnings, [
      "Unknown key 'component_dirr' in 'config.toml'",
      "Unknown key 'other' in 'config.toml'",
    ])
  })

  it('names the key of a wrong value', () => {
    assert.throws(() => parseConfigFile('component_dir = 1', 'config.toml'), {
      code: 'INVALID_CONFIG_FILE',
      message: /^Fix 'component_dir' in 'config\.toml': /,
    })
    assert.throws(() => parseConfigFile('[environment_vars]\nA = 1', 'config.toml'), {
      code: 'INVALID_CONFIG_FILE',
      message: /^Fix 'environment_vars\.A' in 'config\.toml': /,
    })
    assert.throws(() => parseConfigFile('max_tool_name_length = 31', 'config.toml'), {
      code: 'INVALID_CONFIG_FILE',
    })
  })

  it('takes no key and no value in [registries] that it does not know', () => {
    const wrong = [
      'alow = ["ghcr.io"]',
      'allow = ["https://ghcr.io"]',
      'allow = ["ghcr.*"]',
      'allow = "ghcr.io"',
      'allow = [""]',
      'insecure = ["http://localhost"]',
      'mirrors = { "ghcr.io" = "mirror.corp" }',
      'mirrors = { "ghcr.io" = ["https://mirror.corp"] }',
      'mirrors = { "ghcr.io/user" = ["mirror.corp"] }',
      'mirror_tags = "yes"',
      'ca = { "registry.corp" = "" }',
    ]
    for (const line of wrong) {
      const message = /^Fix 'registries/
      assert.throws(() => parseConfigFile(`[registries]\n${line}`, 'config.toml'), { message }, line)
    }
    const content = `
[registries]
allow = ["ghcr.io/user", "*.pkg.dev", "*", "registry.corp:5000", "[::1]:5000"]
insecure = ["registry.corp:5000"]
mirror_tags = true
mirrors = { "ghcr.io" = ["mirror.corp/ghcr", "other.corp:5000"] }
ca = { "registry.corp:5000" = "/etc/corp.pem" }
`
    assert.equal(parseConfigFile(content, 'config.toml').settings.registries?.mirror_tags, true)
  })

  it('names the line of broken TOML', () => {
    assert.throws(() => parseConfigFile('a = 1\nb = [', 'config.toml'), {
      code: 'INVALID_CONFIG_FILE',
      message: /^Fix line 2 of 'config\.toml': /,
    })
  })
})
