import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { fetchesClient } from '../../helpers/fetches.ts'
import { serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccess } from '../../helpers/network-access.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'

const MIB = 1024 * 1024
const BODY_BYTES = 64 * MIB
const CHUNK = Buffer.alloc(64 * 1024, 1)

/** What the kernel's socket buffers, both windows and the streams between may hold of a body that nobody reads. */
const HELD_BYTES = 24 * MIB

const sandbox = await openSandbox({ after })

function ones(bytes: number): Readable {
  return Readable.from(Array.from({ length: bytes / CHUNK.length }, () => CHUNK))
}

describe('bodies of HTTP', () => {
  it('stream 64 MiB to a guest', async (t) => {
    const host = await serveHttp(t, (_request, response) => ones(BODY_BYTES).pipe(response))
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.deepEqual(await fetches.call('download', host, '/'), [BigInt(BODY_BYTES), BigInt(BODY_BYTES)])
    assert.equal(fetches.events[0]?.bytesReceived, BODY_BYTES)
  })

  it('stream 64 MiB from a guest', async (t) => {
    const host = await serveHttp(t, async (request, response) => {
      let length = 0
      for await (const chunk of request) length += Buffer.byteLength(chunk)
      response.end(String(length))
    })
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal(await fetches.call('upload', host, '/', BigInt(BODY_BYTES)), String(BODY_BYTES))
    assert.equal(fetches.events[0]?.bytesSent, BODY_BYTES)
  })

  it('stream both ways at once', async (t) => {
    const host = await serveHttp(t, (request, response) => request.pipe(response))
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal(await fetches.call('echo', host, '/', BigInt(8 * MIB)), BigInt(8 * MIB))
  })

  it('hold the server back while the guest does not read', async (t) => {
    let sent = 0
    const host = await serveHttp(t, (_request, response) => {
      const body = ones(BODY_BYTES).on('data', (chunk: Buffer) => void (sent += chunk.length))
      body.pipe(response).on('close', () => body.destroy())
    })
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    assert.equal(await fetches.call('read-some', host, '/', 1000n, 500), 1000n)
    assert.ok(sent < HELD_BYTES, `${sent} bytes were sent`)
  })

  it('hold the guest back while the server does not read', async (t) => {
    const arrived = Promise.withResolvers<void>()
    const host = await serveHttp(t, () => arrived.resolve())
    const fetches = await fetchesClient(sandbox, networkAccess([`http://${host}`]))
    const stop = new AbortController()
    const call = fetches.with(stop.signal).call('upload', host, '/', BigInt(BODY_BYTES))
    await arrived.promise
    await sleep(500)
    stop.abort()
    await assert.rejects(call)
    const [event] = fetches.events
    assert.ok(event !== undefined && event.bytesSent < HELD_BYTES, `${event?.bytesSent} bytes were sent`)
  })

  it('end with an error past their limit', async (t) => {
    const closed = Promise.withResolvers<void>()
    const host = await serveHttp(t, (_request, response) => {
      ones(4 * MIB)
        .pipe(response)
        .on('close', closed.resolve)
    })
    const small = await openSandbox(t, { limits: { responseBytes: MIB } })
    const fetches = await fetchesClient(small, networkAccess([`http://${host}`]))
    assert.equal(await fetches.failure('download', host, '/'), 'body: HttpResponseBodySize')
    await closed.promise
  })
})
