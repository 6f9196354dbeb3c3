import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { createCertificates } from '../../helpers/registry/certificates.ts'
import { LoopbackServer } from '../../helpers/registry/loopback-server.ts'
import { MODULE_PREAMBLE, sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const COMPONENT = sampleComponent(200_000)
const { authority, server: identity } = createCertificates()

/** A home that trusts the authority of this test. */
async function trustingHome(): Promise<TemporaryHome & { readonly caFile: string }> {
  const home = await TemporaryHome.create()
  return Object.assign(home, { caFile: await home.write('ca.pem', authority.certificate) })
}

describe('a component on a web server', () => {
  it('is downloaded over https and named after the last address', async () => {
    await using server = await LoopbackServer.start(
      (request, response) => {
        if (request.url === '/latest')
          response.writeHead(302, { location: '/files/fetch-rs.wasm?sig=secret' }).end()
        else response.end(COMPONENT)
      },
      createTlsServer({ cert: identity.certificate, key: identity.key }),
    )
    await using home = await trustingHome()
    const reference = `https://localhost:${server.port}/latest`

    const artifact = await home.artifacts({ caFile: home.caFile }).fetchArtifact(reference)

    const digest = sha256Of(COMPONENT)
    assert.deepEqual(artifact, {
      reference,
      suggestedId: 'fetch-rs',
      digest,
      size: COMPONENT.length,
      path: join(home.storeDir, 'blobs', 'sha256', digest.slice(7)),
      source: { kind: 'https', url: `https://localhost:${server.port}/files/fetch-rs.wasm` },
      policy: null,
      signer: null,
    })
    assert.deepEqual(await readFile(artifact.path), COMPONENT)
  })

  it('is refused when its certificate is not trusted or for another host', async () => {
    await using server = await LoopbackServer.start(
      (_, response) => response.end(COMPONENT),
      createTlsServer({ cert: identity.certificate, key: identity.key }),
    )
    await using home = await trustingHome()
    const fetch = (host: string, caFile?: string): Promise<unknown> =>
      home.artifacts({ caFile }).fetchArtifact(`https://${host}:${server.port}/a.wasm`)

    await assert.rejects(fetch('localhost'), { code: 'TLS_REFUSED' })
    await assert.rejects(fetch('127.0.0.2', home.caFile), { code: 'TLS_REFUSED' })
  })

  it('is not sent from https to http', async () => {
    await using server = await LoopbackServer.start(
      (_, response) => response.writeHead(302, { location: 'http://localhost/a.wasm' }).end(),
      createTlsServer({ cert: identity.certificate, key: identity.key }),
    )
    await using home = await trustingHome()
    await assert.rejects(
      home.artifacts({ caFile: home.caFile }).fetchArtifact(`https://localhost:${server.port}/a.wasm`),
      { code: 'REDIRECT_REFUSED' },
    )
  })

  it('goes on where the download broke off, while the file is the same', async () => {
    await using home = await TemporaryHome.create()
    let etag = '"1"'
    await using server = await LoopbackServer.start((request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
      if (start > 0 && request.headers['if-range'] === etag) {
        const range = `bytes ${start}-${COMPONENT.length - 1}/${COMPONENT.length}`
        response.writeHead(206, { etag, 'content-range': range }).end(COMPONENT.subarray(start))
      } else {
        response.writeHead(200, { etag, 'content-length': COMPONENT.length })
        response.write(COMPONENT.subarray(0, 50_000), () => setImmediate(() => response.destroy()))
      }
      if (request.url === '/changing.wasm') etag = '"2"'
    })
    const fetch = (name: string): Promise<{ digest: string }> =>
      home.artifacts().fetchArtifact(`http://localhost:${server.port}/${name}.wasm`)

    assert.equal((await fetch('stable')).digest, sha256Of(COMPONENT))
    await assert.rejects(fetch('changing'), { code: 'TRUNCATED' })
  })

  const answers: readonly [string, number, Uint8Array | string, string][] = [
    ['is not there', 404, 'no', 'FILE_NOT_FOUND'],
    ['needs a login', 401, 'no', 'DOWNLOAD_REFUSED'],
    ['is a web page', 200, '<!doctype html>', 'NOT_A_COMPONENT'],
    ['is a core module', 200, MODULE_PREAMBLE, 'NOT_A_COMPONENT'],
    ['is empty', 200, '', 'NOT_A_COMPONENT'],
    ['is larger than allowed', 200, sampleComponent(5000), 'TOO_LARGE'],
  ]
  for (const [what, status, body, code] of answers) {
    it(`is refused when it ${what}, and nothing is kept`, async () => {
      await using server = await LoopbackServer.start((_, response) => response.writeHead(status).end(body))
      await using home = await TemporaryHome.create()
      await assert.rejects(
        home.artifacts({ maxComponentBytes: 4096 }).fetchArtifact(`http://127.0.0.1:${server.port}/a.wasm`),
        { code },
      )
      assert.deepEqual(await readdir(join(home.storeDir, 'blobs', 'sha256')), [])
      assert.deepEqual(await readdir(join(home.storeDir, 'tmp')), [])
    })
  }

  it('is refused over plain http from elsewhere', async () => {
    await using home = await TemporaryHome.create()
    await assert.rejects(home.artifacts().fetchArtifact('http://registry.invalid/a.wasm'), {
      code: 'HTTP_REFUSED',
    })
  })

  it('is refused when its host is not known or does not listen', async () => {
    await using home = await TemporaryHome.create()
    const server = await LoopbackServer.start(() => {})
    await server[Symbol.asyncDispose]()
    for (const reference of [`http://127.0.0.1:${server.port}/a.wasm`, 'https://registry.invalid/a.wasm']) {
      await assert.rejects(home.artifacts().fetchArtifact(reference), { code: 'HOST_UNREACHABLE' })
    }
  })
})
