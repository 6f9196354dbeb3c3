import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { CodedError } from '#platform'

import { locatePackage } from '../../../../src/artifacts/packages/locate-package.ts'
import { parsePackageReference } from '../../../../src/artifacts/packages/package-reference.ts'
import { RegistryMetadata } from '../../../../src/artifacts/packages/registry-metadata.ts'
import { readWkgConfig, type WkgConfig } from '../../../../src/artifacts/packages/wkg-config.ts'

const CONFIG = `
default_registry = "default.example"

[namespace_registries]
plain = "plain.example"
inline = { registry = "inline.example", metadata = { preferredProtocol = "oci", oci = { registry = "ghcr.io", namespacePrefix = "webassembly/" } } }
user = { registry = "ghcr.io", metadata = { preferredProtocol = "oci", oci = { registry = "ghcr.io", namespacePrefix = "" } } }

[package_registry_overrides]
"inline:special" = "override.example"

[registry."plain.example".warg]
url = "https://warg.example"
`

async function configOf(t: TestContext, content: string): Promise<WkgConfig> {
  const folder = await mkdtemp(join(tmpdir(), 'wassette-wkg-'))
  t.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'config.toml'), content)
  return readWkgConfig(join(folder, 'config.toml'))
}

/** Where a package lies, and the hosts that were asked. */
async function locate(name: string, config: WkgConfig, pages: Record<string, unknown> = {}): Promise<string> {
  const reference = parsePackageReference(name)
  assert.ok(reference !== null)
  const asked: string[] = []
  const { registry, repository } = await locatePackage(reference, config, async (host) => {
    asked.push(host)
    return RegistryMetadata.parse(pages[host] ?? {})
  })
  return [`${registry}/${repository}`, ...asked].join(' ')
}

describe('locatePackage()', () => {
  it('goes by override, namespace, default and what wkg knows, in this order', async (t) => {
    const config = await configOf(t, CONFIG)
    assert.equal(await locate('inline:special', config), 'override.example/inline/special override.example')
    assert.equal(await locate('inline:http@0.2.1', config), 'ghcr.io/webassembly/inline/http')
    assert.equal(await locate('user:charcount', config), 'ghcr.io/user/charcount')
    assert.equal(await locate('plain:a', config), 'plain.example/plain/a plain.example')
    assert.equal(await locate('wasi:http', config), 'default.example/wasi/http default.example')
  })

  it('knows two namespaces without a file', async () => {
    const none = await readWkgConfig('/nonexistent/config.toml')
    const pages = { 'wasi.dev': { oci: { registry: 'ghcr.io', namespacePrefix: 'webassembly/' } } }
    assert.equal(await locate('wasi:http', none, pages), 'ghcr.io/webassembly/wasi/http wasi.dev')
    assert.equal(await locate('ba:tool', none), 'bytecodealliance.org/ba/tool bytecodealliance.org')
    await assert.rejects(locate('user:charcount', none), { code: 'PACKAGE_UNMAPPED' })
  })

  const pages: readonly [string, unknown, string | RegExp][] = [
    ['both forms', { ociRegistry: 'ghcr.io', ociNamespacePrefix: 'old/' }, 'ghcr.io/old/plain/a'],
    ['a prefix alone', { oci: { namespacePrefix: 'x-' } }, 'plain.example/x-plain/a'],
    ['nothing', {}, 'plain.example/plain/a'],
    ['a preference', { preferredProtocol: 'oci', warg: { url: 'x' } }, 'plain.example/plain/a'],
    ['another protocol', { warg: { url: 'x' } }, /PROTOCOL_UNSUPPORTED/],
    ['the protocol of files', { preferredProtocol: 'local' }, /PROTOCOL_UNSUPPORTED/],
    ['a login', { oci: { registry: 'me:secret@ghcr.io' } }, /REGISTRY_METADATA_INVALID/],
    ['a path upwards', { oci: { namespacePrefix: '../' } }, /REGISTRY_METADATA_INVALID/],
    ['an address', { oci: { registry: 'http://ghcr.io' } }, /REGISTRY_METADATA_INVALID/],
  ]
  for (const [what, page, expected] of pages) {
    it(`takes ${what} from a registry's page`, async (t) => {
      const config = await configOf(t, CONFIG)
      const found = locate('plain:a', config, { 'plain.example': page }).catch((error: unknown) =>
        error instanceof CodedError ? error.code : '',
      )
      if (typeof expected === 'string') assert.equal(await found, `${expected} plain.example`)
      else assert.match(await found, expected)
    })
  }
})

describe('readWkgConfig()', () => {
  it('says what is wrong, and no value', async (t) => {
    const broken = configOf(t, 'default_registry = [')
    await assert.rejects(broken, { code: 'WKG_CONFIG_INVALID', message: /not TOML/ })
    const wrong = configOf(t, '[registry."a.example".oci]\nauth = { username = "me", password = 5 }')
    await assert.rejects(wrong, { code: 'WKG_CONFIG_INVALID', message: /registry\.a\.example\.oci\.auth/ })
  })
})
