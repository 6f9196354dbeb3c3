import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { MANIFEST_TYPE, sha256Of, type Artifacts, type PushedComponent } from '#artifacts'

import { createCertificates } from '../../helpers/registry/certificates.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { FaultyFront, type Fault } from '../../helpers/registry/faulty-front.ts'
import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'
import { TOKEN_ISSUER, TOKEN_SERVICE, TokenServer } from '../../helpers/registry/token-server.ts'
import { planted } from '../../helpers/planted.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const USER = { username: 'user', password: planted('pass:word') }
const MIB = 1024 * 1024

function component(parts: Partial<PushedComponent> = {}): PushedComponent {
  return {
    bytes: sampleComponent(),
    title: 'charcount.wasm',
    world: { imports: ['wasi:cli/environment@0.2.3'], exports: ['count'] },
    created: new Date('2026-11-24T00:00:00Z'),
    ...parts,
  }
}

async function push(artifacts: Artifacts, reference: string, pushed: PushedComponent) {
  return (await artifacts.registries()).push(reference, pushed)
}

describe("pushing to Debian's docker-registry", () => {
  it('makes a component that can be pulled by each of its tags and by its digest', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    await using other = await TemporaryHome.create()
    const pushed = component({ alsoTags: ['latest', '0.1'] })
    const name = `oci://${registry.host}/user/charcount`

    const result = await push(home.artifacts(), `${name}:0.1.0`, pushed)

    assert.deepEqual(result.tags, ['0.1.0', 'latest', '0.1'])
    assert.equal(result.componentDigest, sha256Of(pushed.bytes))
    for (const suffix of [':0.1.0', ':latest', ':0.1', `@${result.digest}`]) {
      const artifact = await other.artifacts().fetchArtifact(`${name}${suffix}`)
      assert.deepEqual(await readFile(artifact.path), pushed.bytes)
    }
    assert.deepEqual(await (await other.artifacts().registries()).tags(name), ['0.1', '0.1.0', 'latest'])
  })

  it('writes the manifest and the config that wkg writes', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    const pushed = component({ annotations: { 'org.opencontainers.image.version': '0.1.0' } })

    const { digest } = await push(home.artifacts(), `oci://${registry.host}/user/charcount:0.1.0`, pushed)

    const url = `http://${registry.host}/v2/user/charcount`
    const config =
      '{"created":"2026-11-24T00:00:00.000Z","author":null,"architecture":"wasm","os":"wasip2",' +
      `"layerDigests":["${sha256Of(pushed.bytes)}"],` +
      '"component":{"exports":["count"],"imports":["wasi:cli/environment@0.2.3"],"target":null}}'
    const configDigest = sha256Of(Buffer.from(config))
    assert.equal(await (await fetch(`${url}/blobs/${configDigest}`)).text(), config)
    assert.equal(
      await (await fetch(`${url}/manifests/${digest}`, { headers: { accept: MANIFEST_TYPE } })).text(),
      '{"annotations":{"org.opencontainers.image.version":"0.1.0"},' +
        `"config":{"digest":"${configDigest}","mediaType":"application/vnd.wasm.config.v0+json","size":${config.length}},` +
        '"layers":[{"annotations":{"org.opencontainers.image.title":"charcount.wasm"},' +
        `"digest":"${sha256Of(pushed.bytes)}","mediaType":"application/wasm","size":2048}],` +
        '"mediaType":"application/vnd.oci.image.manifest.v1+json","schemaVersion":2}',
    )
  })

  it('logs in with the right to write, and says what is missing', async () => {
    await using registry = await DockerRegistry.start(binary, { htpasswd: USER })
    await using home = await TemporaryHome.create()
    const reference = `oci://${registry.host}/user/charcount:0.1.0`

    await assert.rejects(push(home.artifacts(), reference, component()), { code: 'LOGIN_REQUIRED' })
    await home.dockerLogin(registry.host, 'user', planted('wrong'))
    await assert.rejects(push(home.artifacts(), reference, component()), { code: 'LOGIN_REFUSED' })
    await home.dockerLogin(registry.host, USER.username, USER.password)
    assert.deepEqual((await push(home.artifacts(), reference, component())).tags, ['0.1.0'])
  })

  it('asks the token server for the right to write once', async () => {
    const { authority } = createCertificates()
    await using tokens = await TokenServer.start({ ...USER, signer: authority })
    const names = { service: TOKEN_SERVICE, issuer: TOKEN_ISSUER, certificate: authority.certificate }
    await using registry = await DockerRegistry.start(binary, { token: { realm: tokens.realm, ...names } })
    await using home = await TemporaryHome.create()
    await home.dockerLogin(registry.host, USER.username, USER.password)

    await push(home.artifacts(), `oci://${registry.host}/user/charcount:0.1.0`, component())

    assert.deepEqual(tokens.requests, ['GET login'])
  })

  it('does not send what is there already', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using front = await FaultyFront.start(registry.host, [])
    await using home = await TemporaryHome.create()
    const pushed = component()
    await push(home.artifacts(), `oci://${registry.host}/user/charcount:1`, pushed)

    await push(home.artifacts(), `oci://${front.host}/user/charcount:2`, pushed)

    const methods = front.requests.map((request) => request.split(' ')[0])
    assert.deepEqual(methods, ['HEAD', 'HEAD', 'PUT'])
  })

  it('attaches a policy once, where wkg does not see it and a load does', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    const bytes = Buffer.from('version: "1.0"\npermissions: {}\n')
    const reference = `oci://${registry.host}/user/charcount:1`
    const pushed = component({ policy: { bytes, form: 'referrer' } })

    const { digest, policyDigest } = await push(home.artifacts(), reference, pushed)
    await push(home.artifacts(), reference, pushed)

    const tag = digest.replace(':', '-')
    const answer = await fetch(`http://${registry.host}/v2/user/charcount/manifests/${tag}`, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    })
    const { manifests }: { manifests: { digest: string; artifactType: string }[] } = JSON.parse(
      await answer.text(),
    )
    assert.deepEqual(
      manifests.map((entry) => [entry.digest, entry.artifactType]),
      [[policyDigest, 'application/vnd.wasm.policy.v1+yaml']],
    )
    const pinned = `oci://${registry.host}/user/charcount@${digest}`
    for (const asked of [reference, pinned]) {
      assert.equal((await home.artifacts().fetchArtifact(asked)).policy, bytes.toString())
    }
  })

  it('replaces a policy by the one that is pushed after it', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using author = await TemporaryHome.create()
    await using reader = await TemporaryHome.create()
    const reference = `oci://${registry.host}/ada/tool:1`
    for (const text of ['version: "1.0"\n', 'version: "1.0"\ndescription: other\n']) {
      const policy = { bytes: Buffer.from(text), form: 'referrer' } as const
      await push(author.artifacts(), reference, component({ policy }))
    }
    const copy = `oci://${registry.host}/eve/tool:1`
    await (await author.artifacts().registries()).copy(reference, copy)
    for (const each of [reference, copy]) {
      const { policy } = await reader.artifacts().fetchArtifact(each)
      assert.equal(policy, 'version: "1.0"\ndescription: other\n')
    }
  })

  it('makes a policy a layer, as Wassette reads it', async () => {
    await using registry = await DockerRegistry.start(binary)
    await using home = await TemporaryHome.create()
    const text = 'version: "1.0"\npermissions: {}\n'
    const reference = `oci://${registry.host}/user/charcount:1`

    await push(
      home.artifacts(),
      reference,
      component({ policy: { bytes: Buffer.from(text), form: 'layer' } }),
    )

    assert.equal((await home.artifacts().fetchArtifact(reference)).policy, text)
  })

  it('refuses a reference that cannot be pushed to', async () => {
    await using home = await TemporaryHome.create()
    const digest = `sha256:${'0'.repeat(64)}`
    for (const reference of ['https://host/x.wasm', `oci://127.0.0.1:1/a/b@${digest}`]) {
      await assert.rejects(push(home.artifacts(), reference, component()), { code: 'REFERENCE_INVALID' })
    }
    const listing = `oci://127.0.0.1:1/a/b:${digest.replace(':', '-')}`
    await assert.rejects(push(home.artifacts(), listing, component()), { code: 'REFERENCE_INVALID' })
    const pushed = component({ alsoTags: ['not a tag'] })
    await assert.rejects(push(home.artifacts(), 'oci://127.0.0.1:1/a/b:1', pushed), {
      code: 'REFERENCE_INVALID',
    })
  })
})

const UPLOAD = /\/blobs\/uploads\/./

/** Pushes 9 MiB through a front that misbehaves, pulls it back from the registry behind, and returns what was asked. */
async function pushThrough(fault: Fault): Promise<readonly string[]> {
  await using registry = await DockerRegistry.start(binary)
  await using front = await FaultyFront.start(registry.host, [[UPLOAD, fault]])
  await using home = await TemporaryHome.create()
  await using other = await TemporaryHome.create()
  const pushed = component({ bytes: sampleComponent(9 * MIB) })
  await push(home.artifacts(), `oci://${front.host}/user/charcount:1`, pushed)
  const artifact = await other.artifacts().fetchArtifact(`oci://${registry.host}/user/charcount:1`)
  assert.equal(artifact.digest, sha256Of(pushed.bytes))
  return front.requests.map((request) => request.split(' ')[0] ?? '')
}

describe('pushing to a registry that misbehaves', () => {
  for (const status of [413, 416]) {
    it(`sends pieces of 4 MiB when more is refused with ${status}`, async () => {
      const methods = await pushThrough(({ request }, pass) => {
        const isTooLarge = Number(request.headers['content-length']) > 4 * MIB
        pass(isTooLarge ? { status, body: Buffer.from('the request body is too large') } : {})
      })
      assert.equal(methods.filter((method) => method === 'PATCH').length, 3)
    })
  }

  it('begins an upload again that fails in a way that passes', async () => {
    let failures = 0
    const methods = await pushThrough(({ request }, pass) => {
      pass(request.method === 'PUT' && failures++ < 2 ? { status: 503, body: Buffer.alloc(0) } : {})
    })
    assert.equal(methods.filter((method) => method === 'POST').length, 4)
  })

  it('begins an upload again when the connection breaks', async () => {
    let failures = 0
    const methods = await pushThrough(({ request, response }, pass) => {
      if (request.method === 'PUT' && failures++ === 0) response.destroy()
      else pass()
    })
    assert.equal(methods.filter((method) => method === 'POST').length, 3)
  })

  it('says that nothing larger is taken', async () => {
    await assert.rejects(
      pushThrough((_exchange, pass) => pass({ status: 413, body: Buffer.alloc(0) })),
      { code: 'PUSH_REFUSED' },
    )
  })

  it('sends its login to no other server that an upload leads to', async () => {
    const seen: (string | undefined)[] = []
    await using elsewhere = await LoopbackServer.start((request, response) => {
      seen.push(request.headers.authorization)
      request.resume().on('end', () => response.writeHead(201).end())
    })
    await using registry = await DockerRegistry.start(binary, { htpasswd: USER })
    const lead: Fault = (_exchange, pass) => {
      const headers = { location: `http://127.0.0.1:${elsewhere.port}/upload` }
      pass({ status: 202, headers, body: Buffer.alloc(0) })
    }
    await using front = await FaultyFront.start(registry.host, [[/\/blobs\/uploads\/$/, lead]])
    await using home = await TemporaryHome.create()
    await home.dockerLogin(front.host, USER.username, USER.password)

    // The registry has no blob in the end, and says so.
    const reference = `oci://${front.host}/user/charcount:1`
    await assert.rejects(push(home.artifacts(), reference, component()), { code: 'REGISTRY_ERROR' })

    assert.deepEqual(seen, [undefined, undefined])
  })
})
