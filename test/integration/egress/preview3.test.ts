import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, describe, it } from 'node:test'
import { inspect } from 'node:util'

import { listenOnLoopback, serveHttp } from '../../helpers/loopback-server.ts'
import { networkAccessBy, type RecordedAccess } from '../../helpers/network-access.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'

const MIB = 1024 * 1024
const LOOPBACK = [127, 0, 0, 1]

const sandbox = await openSandbox({ after })
const file = await guestFile('fetches-async')

const ok = (val: unknown): unknown => ({ tag: 'ok', val })
const err = (val: string): unknown => ({ tag: 'err', val })

async function call(network: RecordedAccess, name: string, ...args: readonly unknown[]): Promise<unknown> {
  const outcome = await callGuest(sandbox, file, {
    name,
    args,
    network,
    returnsResult: name !== 'fetch-many',
  })
  assert.equal(outcome.kind, 'returned', inspect(outcome))
  return outcome.kind === 'returned' && outcome.value
}

function answerOnce(socket: Socket): void {
  socket.once('data', (chunk: Buffer) => socket.end(`heard ${chunk.toString()}`))
}

function portOf(host: string): number {
  return Number(host.split(':')[1])
}

describe('HTTP by WASI 0.3', () => {
  it('goes where a rule allows it, with a body and without', async (t) => {
    const host = await serveHttp(t, async (request, response) => {
      const chunks = await Array.fromAsync(request)
      response.writeHead(201).end(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`)
    })
    const network = networkAccessBy([{ host }])
    assert.deepEqual(await call(network, 'fetch', 'GET', host, '/a?b', undefined), ok([201, 'GET /a?b ']))
    assert.deepEqual(await call(network, 'fetch', 'POST', host, '/', 'body'), ok([201, 'POST / body']))
    assert.deepEqual(
      network.events.map(({ kind, bytesSent }) => [kind, bytesSent]),
      [
        ['allowed', 0],
        ['allowed', 4],
      ],
    )
  })

  it('goes nowhere else', async () => {
    const network = networkAccessBy([])
    assert.deepEqual(
      await call(network, 'fetch', 'GET', '127.0.0.1:1', '/', undefined),
      err('HttpRequestDenied'),
    )
    assert.deepEqual(
      await call(network, 'fetch', 'POST', '127.0.0.1:1', '/', 'body'),
      err('HttpRequestDenied'),
    )
    assert.equal(network.events.length, 2)
  })

  it('streams both ways at once', async (t) => {
    const host = await serveHttp(t, (request, response) => request.pipe(response))
    assert.deepEqual(
      await call(networkAccessBy([{ host }]), 'echo', host, '/', BigInt(4 * MIB)),
      ok(BigInt(4 * MIB)),
    )
  })

  it('sends many requests of one call at once', async (t) => {
    const waiting: (() => void)[] = []
    const host = await serveHttp(t, (_request, response) => {
      waiting.push(() => response.end())
      if (waiting.length === 32) for (const answer of waiting) answer()
    })
    const paths = Array.from({ length: 32 }, (_, index) => `/${index}`)
    const statuses = await call(networkAccessBy([{ host }]), 'fetch-many', host, paths)
    assert.deepEqual(
      statuses,
      paths.map(() => ok(200)),
    )
  })

  it('tells the guest that the body was cut', async (t) => {
    const host = await serveHttp(t, (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('some')
      setTimeout(() => response.destroy(), 50)
    })
    const result = await call(networkAccessBy([{ host }]), 'fetch', 'GET', host, '/', undefined)
    assert.match(inspect(result), /body: (ConnectionTerminated|HttpResponseIncomplete)/)
  })
})

describe('sockets by WASI 0.3', () => {
  it('connect where a rule allows it, and nowhere else', async (t) => {
    const host = await listenOnLoopback(t, createServer({ allowHalfOpen: true }, answerOnce))
    const network = networkAccessBy([{ host, protocol: 'tcp' }])
    assert.deepEqual(await call(network, 'dial', LOOPBACK, portOf(host), 'hi'), ok('heard hi'))
    assert.deepEqual(
      await call(networkAccessBy([{ host }]), 'dial', LOOPBACK, portOf(host), 'hi'),
      err('ErrorCode::AccessDenied'),
    )
  })

  it('send datagrams where a rule allows it, and nowhere else', async (t) => {
    const socket = createSocket('udp4')
    socket.on('message', (message, from) =>
      socket.send(`heard ${message.toString()}`, from.port, from.address),
    )
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    t.after(() => socket.close())
    const { port } = socket.address()
    const network = networkAccessBy([{ host: `127.0.0.1:${port}`, protocol: 'udp' }])
    assert.deepEqual(await call(network, 'exchange', LOOPBACK, port, 'hi'), ok('heard hi'))
    assert.deepEqual(
      await call(networkAccessBy([]), 'exchange', LOOPBACK, port, 'hi'),
      err('ErrorCode::AccessDenied'),
    )
  })

  it('look granted names up, and no others', async () => {
    const network = networkAccessBy([{ host: 'localhost' }])
    assert.match(inspect(await call(network, 'resolve', 'localhost')), /127\.0\.0\.1/)
    assert.match(inspect(await call(network, 'resolve', 'other.example')), /AccessDenied/)
  })
})
