import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Fields } from '../../../../../src/sandbox/guest-process/wasi/http/fields.ts'
import type { TrailersResult } from '../../../../../src/sandbox/guest-process/wasi/http/incoming-body.ts'
import type { GuestStream } from '../../../../../src/sandbox/guest-process/wasi/p3/guest-stream.ts'
import { createHttp3 } from '../../../../../src/sandbox/guest-process/wasi/p3/http/index.ts'
import { RequestOptions } from '../../../../../src/sandbox/guest-process/wasi/p3/http/request-options.ts'
import { Request } from '../../../../../src/sandbox/guest-process/wasi/p3/http/request.ts'
import { Response } from '../../../../../src/sandbox/guest-process/wasi/p3/http/response.ts'
import { sendRequest } from '../../../../../src/sandbox/guest-process/wasi/p3/http/send.ts'
import { FakeNetwork } from '../fake-network.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

const NO_TRAILERS = Promise.resolve<TrailersResult>({ tag: 'ok', val: undefined })
const IMMUTABLE = witError({ tag: 'immutable' })
const DENIED = { tag: 'HTTP-request-denied' }

class OneChunk implements GuestStream {
  dropped = false
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  read(): Promise<{ value: Uint8Array; done: boolean }> {
    return Promise.resolve({ value: Buffer.from(this.#text), done: true })
  }

  [Symbol.dispose](): void {
    this.dropped = true
  }
}

describe('createHttp3()', () => {
  for (const [name, operation] of [
    ['wasi:http/client', 'send'],
    ['wasi:http/handler', 'handle'],
  ] as const) {
    it(`denies ${operation}, and tells who writes the body`, async () => {
      const contents = new OneChunk('body')
      const [request, transmission] = Request.new(new Fields(), contents, NO_TRAILERS, undefined)
      const functions = interfaceOf<Record<string, (request: Request) => Promise<void>>>(
        createHttp3(testGuest().guest),
        name,
      )
      await assert.rejects(async () => functions[operation]?.(request), witError(DENIED))
      assert.equal(contents.dropped, true)
      assert.deepEqual(await transmission, { tag: 'err', val: DENIED })
    })
  }

  it('lets go of a response whose body is dropped, read or not, while more of it may come', async () => {
    for (const isRead of [false, true]) {
      const network = new FakeNetwork()
      const [request] = Request.new(new Fields(), undefined, NO_TRAILERS, undefined)
      request.setAuthority('a.example')
      const sent = sendRequest(network, request)
      network.reply({ kind: 'response', status: 200, headers: [] })
      const [contents, trailers] = Response.consumeBody(
        await sent,
        Promise.resolve({ tag: 'ok', val: undefined }),
      )
      assert.ok(!Array.isArray(contents))
      const reader = contents[Symbol.asyncIterator]()
      const waiting = isRead ? reader.next() : null
      await reader.return?.()
      assert.equal(network.kinds.at(-1), 'cancel')
      assert.deepEqual(await trailers, { tag: 'err', val: { tag: 'connection-terminated' } })
      await waiting
    }
  })

  it('tells who writes a body that it is not as long as its headers say', async () => {
    const network = new FakeNetwork()
    const headers = Fields.fromList([['content-length', Buffer.from('50')]])
    const [request, transmission] = Request.new(headers, new OneChunk('body'), NO_TRAILERS, undefined)
    request.setAuthority('a.example')
    await assert.rejects(
      sendRequest(network, request),
      witError({ tag: 'HTTP-request-body-size', val: undefined }),
    )
    assert.deepEqual(await transmission, { tag: 'err', val: { tag: 'HTTP-request-body-size', val: 4n } })
    assert.equal(network.kinds.at(-1), 'cancel')
  })

  it('hands on nothing of a chunk that is longer than the headers say', async () => {
    const network = new FakeNetwork()
    const headers = Fields.fromList([['content-length', Buffer.from('3')]])
    const [request, transmission] = Request.new(headers, new OneChunk('body'), NO_TRAILERS, undefined)
    request.setAuthority('a.example')
    await assert.rejects(
      sendRequest(network, request),
      witError({ tag: 'HTTP-request-body-size', val: undefined }),
    )
    assert.deepEqual(await transmission, { tag: 'err', val: { tag: 'HTTP-request-body-size', val: 4n } })
    assert.deepEqual(network.kinds, ['http', 'cancel'])
  })

  it('reads the trailers of a denied request, which the guest waits to be rid of', () => {
    let read = false
    const trailers: PromiseLike<TrailersResult> = {
      // oxlint-disable-next-line unicorn/no-thenable -- jco hands futures over as thenables that start when they are read
      then: (...handlers) => {
        read = true
        return NO_TRAILERS.then(...handlers)
      },
    }
    const [request] = Request.new(new Fields(), undefined, trailers, undefined)
    assert.equal(read, false)
    request[Symbol.dispose]()
    assert.equal(read, true)
  })
})

describe('Request', () => {
  it('keeps what it is told and shows headers and options that do not change', () => {
    const options = new RequestOptions()
    options.setConnectTimeout(5n)
    const [request] = Request.new(Fields.fromList([['a', Buffer.from('1')]]), undefined, NO_TRAILERS, options)
    request.setMethod({ tag: 'put' })
    request.setScheme({ tag: 'HTTP' })
    request.setAuthority('example.com')
    request.setPathWithQuery('/')
    assert.deepEqual(request.getMethod(), { tag: 'put' })
    assert.deepEqual(request.getScheme(), { tag: 'HTTP' })
    assert.equal(request.getAuthority(), 'example.com')
    assert.equal(request.getPathWithQuery(), '/')
    assert.equal(request.getOptions()?.getConnectTimeout(), 5n)
    assert.throws(() => request.getOptions()?.setConnectTimeout(6n), IMMUTABLE)
    assert.throws(() => request.getHeaders().delete('a'), IMMUTABLE)
    assert.throws(() => request.setAuthority('user@host'), witError(undefined))
  })

  it('hands its body on, and its reader says how that went', async () => {
    const [request, transmission] = Request.new(new Fields(), new OneChunk('body'), NO_TRAILERS, undefined)
    const [contents, trailers] = Request.consumeBody(request, Promise.resolve({ tag: 'ok', val: undefined }))
    const chunks = await Array.fromAsync(contents)
    assert.equal(Buffer.concat(chunks).toString(), 'body')
    assert.deepEqual(await trailers, { tag: 'ok', val: undefined })
    assert.deepEqual(await transmission, { tag: 'ok', val: undefined })
  })

  it('gives up its body when it is dropped', async () => {
    const contents = new OneChunk('body')
    const [request, transmission] = Request.new(new Fields(), contents, NO_TRAILERS, undefined)
    request[Symbol.dispose]()
    assert.equal(contents.dropped, true)
    assert.equal((await transmission).tag, 'err')
  })
})

describe('RequestOptions', () => {
  it('keeps three timeouts, apart from its clones', () => {
    const options = new RequestOptions()
    options.setFirstByteTimeout(1n)
    options.setBetweenBytesTimeout(2n)
    const copy = options.clone()
    copy.setFirstByteTimeout(undefined)
    assert.equal(options.getFirstByteTimeout(), 1n)
    assert.equal(copy.getFirstByteTimeout(), undefined)
    assert.equal(copy.getBetweenBytesTimeout(), 2n)
  })
})

describe('Response', () => {
  it('takes status codes only', () => {
    const [response] = Response.new(new Fields(), undefined, NO_TRAILERS)
    response.setStatusCode(404)
    assert.equal(response.getStatusCode(), 404)
    assert.throws(() => response.setStatusCode(0), witError(undefined))
  })

  it('has an empty body when it has none', async () => {
    const [response] = Response.new(new Fields(), undefined, NO_TRAILERS)
    const [contents] = Response.consumeBody(response, Promise.resolve({ tag: 'ok', val: undefined }))
    assert.deepEqual(await Array.fromAsync(contents), [])
  })
})
