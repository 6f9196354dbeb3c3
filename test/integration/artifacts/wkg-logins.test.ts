import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { ArtifactSettings } from '#artifacts'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { createCertificates } from '../../helpers/registry/certificates.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const USER = { username: 'user', password: 'pass:word' }

/** A registry with a password, and a home without logins. */
async function setUp(stack: AsyncDisposableStack) {
  const registry = stack.use(await EmbeddedRegistry.start({ kind: 'basic', ...USER }))
  await pushComponent(registry.pushTarget('user/charcount', '1.0.0'), sampleComponent())
  const home = stack.use(await TemporaryHome.create())
  const fetchIt = (settings: Partial<ArtifactSettings>) =>
    home.artifacts(settings).fetchArtifact(`oci://${registry.host}/user/charcount:1.0.0`)
  return { registry, home, fetchIt }
}

describe("wkg's logins", () => {
  it('are taken from its configuration, in both forms', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home, fetchIt } = await setUp(stack)
    const encoded = Buffer.from(`${USER.username}:${USER.password}`).toString('base64').replace(/=+$/, '')
    for (const auth of [`{ username = "user", password = "pass:word" }`, `"${encoded}"`]) {
      const content = `[registry."${registry.host}".oci]\nauth = ${auth}\n`
      await fetchIt({ wkgConfigFile: await home.write('wkg.toml', content) })
    }
  })

  it('go where the same file leads a host, and not where a page does', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, home } = await setUp(stack)
    const login = `[registry."packages.example".oci]\nauth = { username = "user", password = "pass:word" }\n`
    const inline = `[namespace_registries]\nuser = { registry = "packages.example", metadata = { oci = { registry = "${registry.host}" } } }\n`
    const wkgConfigFile = await home.write('wkg.toml', inline + login)
    await home.artifacts({ wkgConfigFile }).fetchArtifact('user:charcount')

    const page = JSON.stringify({ oci: { registry: registry.host } })
    const host = stack.use(await LoopbackServer.start((_, response) => response.end(page)))
    const byPage = `[namespace_registries]\nuser = "localhost:${host.port}"\n`
    const other = login.replace('packages.example', `localhost:${host.port}`)
    await home.write('wkg.toml', byPage + other)
    await assert.rejects(home.artifacts({ wkgConfigFile }).fetchArtifact('user:charcount'), {
      code: 'LOGIN_REQUIRED',
    })
  })

  it('are taken from its variables', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, fetchIt } = await setUp(stack)
    const variable = registry.host.replace(/[^0-9]/g, '_')
    await assert.rejects(fetchIt({ wkgLogins: { bearers: { [variable]: 'token' }, anyRegistry: null } }), {
      code: 'LOGIN_REFUSED',
    })
    await assert.rejects(fetchIt({ wkgLogins: { bearers: { OTHER: 'token' }, anyRegistry: null } }), {
      code: 'LOGIN_REQUIRED',
    })
  })

  it('that name no registry go to the one that a person typed alone', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, fetchIt } = await setUp(stack)
    const wkgLogins = { bearers: {}, anyRegistry: USER }
    const others = [undefined, 'oci://ghcr.io/user/charcount', 'user:charcount', 'nonsense']
    for (const typedReference of others) {
      await assert.rejects(fetchIt({ wkgLogins, typedReference }), { code: 'LOGIN_REQUIRED' })
    }
    await fetchIt({ wkgLogins, typedReference: `oci://${registry.host}/user/other:1` })
  })

  it('are done without where the file is broken, which the log tells', async () => {
    await using stack = new AsyncDisposableStack()
    const { home, fetchIt } = await setUp(stack)
    const logger = recordingLogger()
    const wkgConfigFile = await home.write('wkg.toml', 'default_registry = [')
    await assert.rejects(fetchIt({ wkgConfigFile, logger }), { code: 'LOGIN_REQUIRED' })
    assert.ok(logger.lines.some(({ message }) => message.includes('wkg')))
  })
})

describe("wkg's certificates", () => {
  it('are trusted for their host, and unchecked ones are not', async () => {
    const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
    const { authority, server } = createCertificates()
    await using stack = new AsyncDisposableStack()
    const registry = stack.use(
      await DockerRegistry.start(binary, { tls: { certificate: server.certificate, key: server.key } }),
    )
    const home = stack.use(await TemporaryHome.create())
    const target = { ...registry.pushTarget('user/charcount', '1'), certificate: authority.certificate }
    await pushComponent(target, sampleComponent())
    const fetchWith = async (line: string): Promise<unknown> => {
      const content = `[registry."${registry.host}".oci]\n${line}\n`
      const wkgConfigFile = await home.write('wkg.toml', content)
      return home.artifacts({ wkgConfigFile }).fetchArtifact(`oci://${registry.host}/user/charcount:1`)
    }
    await assert.rejects(fetchWith('accept_invalid_certificates = true'), { code: 'TLS_REFUSED' })
    const der = authority.certificate.replaceAll(/-----[^-]+-----|\s/g, '')
    await fetchWith(`extra_root_certificates = [{ encoding = "der", data = "${der}" }]`)
    await fetchWith(
      `extra_root_certificates = [{ encoding = "pem", data = """\n${authority.certificate}""" }]`,
    )
  })
})
