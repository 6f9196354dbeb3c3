import assert from 'node:assert/strict'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { createCertificates } from '../../helpers/registry/certificates.ts'

const { authority, server } = createCertificates()
const sandbox = await openSandbox({ after }, { egress: { extraCertificates: authority.certificate } })

/** Answers before there is a body, and says what came then. */
async function answerFirst(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200).flushHeaders()
  const body = await text(request)
  response.end(JSON.stringify({ version: request.httpVersion, body, trailers: request.trailers }))
}

async function converse(scheme: string, host: string, announces: boolean): Promise<unknown> {
  const { tag, val } = await tryToConverse(scheme, host, announces)
  assert.equal(tag, 'ok', val)
  return JSON.parse(val)
}

interface Result {
  readonly tag: string
  readonly val: string
}

async function tryToConverse(scheme: string, host: string, announces: boolean): Promise<Result> {
  const outcome = await callGuest(sandbox, await guestFile('calls-the-rest'), {
    name: 'converse',
    args: [scheme, host, announces],
    network: networkAccess([`${scheme}://${host}`]),
    returnsResult: true,
  })
  assert.equal(outcome.kind, 'returned', inspect(outcome))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the glue's form of a WIT result
  return (outcome.kind === 'returned' && outcome.value) as Result
}

describe('a body that is written once the response is there', () => {
  for (const announces of [false, true]) {
    it(`goes out with its trailers, ${announces ? 'announced' : 'unannounced'}`, async (t) => {
      const host = await serveHttp(t, answerFirst)
      assert.deepEqual(await converse('http', host, announces), {
        version: '1.1',
        body: 'hello',
        // What says how a body is to be read comes before it.
        trailers: { 'x-sum': '5' },
      })
    })
  }

  it('goes out over HTTP/2, or with the trailers that it announces over HTTP/1.1', async (t) => {
    const identity = { cert: server.certificate, key: server.key, allowHTTP1: true }
    const secure = createSecureServer(identity, (request, response) => {
      response.writeHead(200)
      if (response instanceof ServerResponse) response.flushHeaders()
      void text(request).then((body) =>
        response.end(JSON.stringify({ version: request.httpVersion, body, trailers: request.trailers })),
      )
    })
    const host = await listenOnLoopback(t, secure)
    assert.deepEqual(await converse('https', host, false), { version: '2.0', body: 'hello', trailers: {} })
    assert.deepEqual(await converse('https', host, true), {
      version: '1.1',
      body: 'hello',
      trailers: { 'x-sum': '5' },
    })
  })

  it('goes to no server of another name, and says that nobody listens', async (t) => {
    const other = createCertificates()
    const secure = createSecureServer({
      cert: other.server.certificate,
      key: other.server.key,
      allowHTTP1: true,
    })
    const host = await listenOnLoopback(t, secure)
    const failure = await tryToConverse('https', host, true)
    assert.deepEqual(failure, { tag: 'err', val: 'ErrorCode::TlsCertificateError' })
    const nobody = await tryToConverse('http', '127.0.0.1:1', true)
    assert.deepEqual(nobody, { tag: 'err', val: 'ErrorCode::ConnectionRefused' })
  })
})
