import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { createCertificates } from '../../helpers/registry/certificates.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { StorageServer } from '../../helpers/registry/storage-server.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'
import { TOKEN_ISSUER, TOKEN_SERVICE, TokenServer } from '../../helpers/registry/token-server.ts'
import { planted } from '../../helpers/planted.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const USER = { username: 'user', password: planted('pass:word') }
const REFRESH_TOKEN = planted('refresh-token')

describe("Debian's docker-registry", () => {
  it('serves a component to anybody when it is open', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    const bytes = sampleComponent(100_000)
    await pushComponent(registry.pushTarget('user/charcount', '0.1.0'), bytes)

    const artifact = await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:0.1.0`)

    assert.equal(artifact.digest, sha256Of(bytes))
    assert.deepEqual(await readFile(artifact.path), bytes)
  })

  it('names the tags that exist', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    await pushComponent(registry.pushTarget('user/charcount', '0.1.0'), sampleComponent())
    await pushComponent(registry.pushTarget('user/charcount', '0.2.0'), sampleComponent())

    await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:9`), {
      code: 'TAG_NOT_FOUND',
      message: `"${registry.host}/user/charcount" has no tag "9": its tags are 0.1.0, 0.2.0`,
    })
    await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/other:9`), {
      code: 'ARTIFACT_NOT_FOUND',
    })
  })

  it('is logged in to with htpasswd', async () => {
    await using registry = await DockerRegistry.start(binary, { htpasswd: USER })
    await using home = await TemporaryHome.create()
    await pushComponent(registry.pushTarget('user/charcount', '0.1.0'), sampleComponent())
    const reference = `oci://${registry.host}/user/charcount:0.1.0`

    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'LOGIN_REQUIRED' })
    await home.dockerLogin(registry.host, 'user', planted('wrong'))
    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'LOGIN_REFUSED' })
    await home.dockerLogin(registry.host, USER.username, USER.password)
    assert.equal((await home.artifacts().fetchArtifact(reference)).suggestedId, 'user_charcount')
  })

  it('redirects to its storage, which does not see the login', async () => {
    await using storage = await StorageServer.start()
    await using registry = await DockerRegistry.start(binary, { htpasswd: USER, redirectTo: storage.origin })
    await using home = await TemporaryHome.create()
    await home.dockerLogin(registry.host, USER.username, USER.password)
    await pushComponent(registry.pushTarget('user/charcount', '0.1.0'), sampleComponent())
    storage.serve(registry.dataFolder)

    await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:0.1.0`)

    // The component and its config.
    assert.deepEqual(storage.authorizations, [undefined, undefined])
  })

  it('is spoken to over TLS when its authority is trusted', async () => {
    const { authority, server } = createCertificates()
    await using registry = await DockerRegistry.start(binary, { tls: server })
    await using home = await TemporaryHome.create()
    const target = registry.pushTarget('user/charcount', '0.1.0')
    await pushComponent({ ...target, certificate: authority.certificate }, sampleComponent())
    const reference = `oci://${registry.host}/user/charcount:0.1.0`
    const caFile = await home.write('ca.pem', authority.certificate)

    await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'TLS_REFUSED' })
    assert.equal((await home.artifacts({ caFile }).fetchArtifact(reference)).suggestedId, 'user_charcount')
  })
})

/** A registry with one private and one public repository. */
async function startWithTokens(
  stack: AsyncDisposableStack,
): Promise<{ registry: DockerRegistry; tokens: TokenServer }> {
  const { authority } = createCertificates()
  const publicRepositories = ['open/charcount']
  const options = { ...USER, signer: authority, refreshToken: REFRESH_TOKEN, publicRepositories }
  const tokens = stack.use(await TokenServer.start(options))
  const token = {
    realm: tokens.realm,
    service: TOKEN_SERVICE,
    issuer: TOKEN_ISSUER,
    certificate: authority.certificate,
  }
  const registry = stack.use(await DockerRegistry.start(binary, { token }))
  for (const repository of ['user/charcount', 'open/charcount']) {
    const authorization = `Bearer ${tokens.issue([`repository:${repository}:pull,push`])}`
    await pushComponent({ ...registry.pushTarget(repository, '1'), authorization }, sampleComponent())
  }
  return { registry, tokens }
}

describe("Debian's docker-registry with a token server", () => {
  it('takes a token for a login, and one token serves the whole pull', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, tokens } = await startWithTokens(stack)
    await using home = await TemporaryHome.create()
    await home.dockerLogin(registry.host, USER.username, USER.password)

    await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)

    assert.deepEqual(tokens.requests, ['GET login'])
  })

  it('takes a token for an identity token', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, tokens } = await startWithTokens(stack)
    await using home = await TemporaryHome.create()
    const auths = { [registry.host]: { identitytoken: REFRESH_TOKEN } }
    await home.write('.docker/config.json', JSON.stringify({ auths }))

    await home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)

    assert.deepEqual(tokens.requests, ['POST anonymous'])
  })

  it('serves a public package to anybody, even with a stale login', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry, tokens } = await startWithTokens(stack)
    await using home = await TemporaryHome.create()
    await home.artifacts().fetchArtifact(`oci://${registry.host}/open/charcount:1`)
    await home.dockerLogin(registry.host, 'user', 'stale')

    await home.artifacts().fetchArtifact(`oci://${registry.host}/open/charcount:1`)
    await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`), {
      code: 'LOGIN_REFUSED',
    })

    assert.deepEqual(tokens.requests.slice(0, 3), ['GET anonymous', 'GET login', 'GET anonymous'])
  })

  it('asks for a login when the package is private', async () => {
    await using stack = new AsyncDisposableStack()
    const { registry } = await startWithTokens(stack)
    await using home = await TemporaryHome.create()

    await assert.rejects(home.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`), {
      code: 'LOGIN_REQUIRED',
      message: `"${registry.host}/user/charcount" is private or does not exist: run "docker login ${registry.host}", ask its owner to make the package public, or check the name`,
    })
  })
})
