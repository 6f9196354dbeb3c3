import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Fields } from '../../../../../src/sandbox/guest-process/wasi/http/fields.ts'
import { IncomingBody } from '../../../../../src/sandbox/guest-process/wasi/http/incoming-body.ts'
import {
  FutureIncomingResponse,
  IncomingResponse,
  type ResponseResult,
} from '../../../../../src/sandbox/guest-process/wasi/http/incoming-response.ts'
import { createHttp } from '../../../../../src/sandbox/guest-process/wasi/http/index.ts'
import { OutgoingBody } from '../../../../../src/sandbox/guest-process/wasi/http/outgoing-body.ts'
import { OutgoingRequest } from '../../../../../src/sandbox/guest-process/wasi/http/outgoing-request.ts'
import { OutgoingResponse } from '../../../../../src/sandbox/guest-process/wasi/http/outgoing-response.ts'
import { RequestOptions } from '../../../../../src/sandbox/guest-process/wasi/http/request-options.ts'
import { IoError } from '../../../../../src/sandbox/guest-process/wasi/io/error.ts'
import { EMPTY_SOURCE } from '../../../../../src/sandbox/guest-process/wasi/io/input-stream.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

const REFUSED = witError(undefined)

describe('createHttp()', () => {
  it('sends no request where there is no network', () => {
    const { handle } = interfaceOf<{ handle: (...parts: unknown[]) => void }>(
      createHttp(testGuest().guest),
      'wasi:http/outgoing-handler',
    )
    assert.throws(
      () => handle(new OutgoingRequest(new Fields()), undefined),
      witError({ tag: 'HTTP-request-denied' }),
    )
  })

  it('tells the code of an HTTP error, and of no other', () => {
    const { httpErrorCode } = interfaceOf<{ httpErrorCode: (error: IoError) => unknown }>(
      createHttp(testGuest().guest),
      'wasi:http/types',
    )
    const code = { tag: 'HTTP-request-denied' }
    assert.deepEqual(httpErrorCode(new IoError('', { kind: 'http', code })), code)
    assert.equal(httpErrorCode(new IoError('')), undefined)
  })
})

describe('OutgoingRequest', () => {
  it('keeps what it is told', () => {
    const request = new OutgoingRequest(Fields.fromList([['a', Buffer.from('1')]]))
    request.setMethod({ tag: 'post' })
    request.setScheme({ tag: 'HTTPS' })
    request.setAuthority('example.com')
    request.setPathWithQuery('/path')
    assert.deepEqual(request.method(), { tag: 'post' })
    assert.deepEqual(request.scheme(), { tag: 'HTTPS' })
    assert.equal(request.authority(), 'example.com')
    assert.equal(request.pathWithQuery(), '/path')
    assert.equal(request.headers().has('a'), true)
  })

  it('answers a part that is none with an error', () => {
    const request = new OutgoingRequest(new Fields())
    assert.throws(() => request.setMethod({ tag: 'other', val: 'no method' }), REFUSED)
    assert.throws(() => request.setScheme({ tag: 'other', val: '1' }), REFUSED)
    assert.throws(() => request.setAuthority('user@host'), REFUSED)
    assert.throws(() => request.setPathWithQuery('/ '), REFUSED)
  })

  it('shows headers that do not change', () => {
    const headers = new Fields()
    const request = new OutgoingRequest(headers)
    headers.append('late', Buffer.from('1'))
    assert.equal(request.headers().has('late'), false)
    assert.throws(() => request.headers().append('a', Buffer.from('1')), witError({ tag: 'immutable' }))
  })

  it('has one body, which has one stream', async () => {
    const request = new OutgoingRequest(new Fields())
    const body = request.body()
    assert.throws(() => request.body(), REFUSED)
    const stream = body.write()
    assert.throws(() => body.write(), REFUSED)
    await stream.blockingWriteAndFlush(new Uint8Array(60_000))
    OutgoingBody.finish(body, undefined)
  })
})

describe('OutgoingResponse', () => {
  it('takes status codes only', () => {
    const response = new OutgoingResponse(new Fields())
    assert.equal(response.statusCode(), 200)
    response.setStatusCode(404)
    assert.equal(response.statusCode(), 404)
    assert.throws(() => response.setStatusCode(99), REFUSED)
    assert.throws(() => response.setStatusCode(1000), REFUSED)
  })
})

describe('RequestOptions', () => {
  it('keeps three timeouts', () => {
    const options = new RequestOptions()
    assert.equal(options.connectTimeout(), undefined)
    options.setConnectTimeout(1n)
    options.setFirstByteTimeout(2n)
    options.setBetweenBytesTimeout(3n)
    assert.deepEqual(
      [options.connectTimeout(), options.firstByteTimeout(), options.betweenBytesTimeout()],
      [1n, 2n, 3n],
    )
    options.setConnectTimeout(undefined)
    assert.equal(options.connectTimeout(), undefined)
  })
})

describe('FutureIncomingResponse', () => {
  it('is got once, after it was waited for', async () => {
    const arrival = Promise.withResolvers<ResponseResult>()
    const future = new FutureIncomingResponse({
      response: arrival.promise,
      await: () => {},
      cancel: () => {},
    })
    assert.equal(future.get(), undefined)
    const result: ResponseResult = { tag: 'err', val: { tag: 'HTTP-request-denied' } }
    arrival.resolve(result)
    await future.subscribe().block()
    assert.deepEqual(future.get(), { tag: 'ok', val: result })
    assert.deepEqual(future.get(), { tag: 'err', val: undefined })
  })
})

describe('IncomingResponse', () => {
  it('hands its body on once, and that its stream', async () => {
    const trailers = Promise.resolve({ tag: 'ok', val: undefined } as const)
    const response = new IncomingResponse(204, new Fields(), {
      source: EMPTY_SOURCE,
      trailers,
      cancel: () => {},
    })
    assert.equal(response.status(), 204)
    const body = response.consume()
    assert.throws(() => response.consume(), REFUSED)
    body.stream()
    assert.throws(() => body.stream(), REFUSED)
    const future = IncomingBody.finish(body)
    await future.subscribe().block()
    assert.deepEqual(future.get(), { tag: 'ok', val: { tag: 'ok', val: undefined } })
  })
})
