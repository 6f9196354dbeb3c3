import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { HttpRequestHead } from '../../../../../src/sandbox/protocol/egress-protocol.ts'
import { OutgoingContent } from '../../../../../src/sandbox/guest-process/wasi/http/outgoing-content.ts'
import { wrongLength } from '../../../../../src/sandbox/guest-process/wasi/http/send-request.ts'
import { IoError } from '../../../../../src/sandbox/guest-process/wasi/io/error.ts'
import { WitError } from '../../../../../src/sandbox/guest-process/wasi/wit-error.ts'
import { witError } from '../guest.ts'
import { FakeNetwork } from '../fake-network.ts'

const HEAD: HttpRequestHead = {
  kind: 'http',
  method: 'POST',
  scheme: 'http',
  authority: 'a.example',
  pathWithQuery: '/',
  headers: [],
  bodyLength: null,
  timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null },
}

/** A body whose request was handled. */
function handled(): { content: OutgoingContent; network: FakeNetwork } {
  const network = new FakeNetwork()
  const content = new OutgoingContent()
  void content.handOver((bodyLength) => network.open({ ...HEAD, bodyLength }))
  return { content, network }
}

function lengthOf({ said: [head] }: FakeNetwork): number | null | undefined {
  return head?.kind === 'http' ? head.bodyLength : undefined
}

/** The HTTP code behind the error of a stream. */
function httpCodeOf(write: () => void): unknown {
  try {
    write()
    return null
  } catch (error) {
    assert.ok(error instanceof WitError)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong shape fails the test
    const { val } = error.payload as { val: IoError }
    const cause = IoError.causeOf(val)
    return cause.kind === 'http' ? cause.code : cause
  }
}

describe('OutgoingContent', () => {
  it('goes out with its length when it ends early', () => {
    const { content, network } = handled()
    content.write(Buffer.from('abc'))
    assert.deepEqual(network.kinds, [])
    content.finish([])
    assert.deepEqual(network.kinds, ['http', 'data', 'end'])
    assert.equal(lengthOf(network), 3)
  })

  it('goes out without one when nothing was written', () => {
    for (const end of ['finish', 'abandon'] as const) {
      const { content, network } = handled()
      content[end]([])
      assert.equal(lengthOf(network), 0)
    }
  })

  it('goes out in parts when it is long', () => {
    const { content, network } = handled()
    content.write(new Uint8Array(65_536))
    assert.equal(lengthOf(network), null)
    assert.deepEqual(network.kinds, ['http', 'data'])
    content.write(Buffer.from('more'))
    content.finish([])
    assert.deepEqual(network.kinds, ['http', 'data', 'data', 'end'])
  })

  it('goes out when the guest waits for the response, with a body where the method has one', () => {
    const post = handled()
    post.content.depart(true)
    assert.equal(lengthOf(post.network), null)
    const get = handled()
    get.content.depart(false)
    assert.equal(lengthOf(get.network), 0)
    const written = handled()
    written.content.write(Buffer.from('a'))
    written.content.depart(false)
    assert.equal(lengthOf(written.network), null)
  })

  it('goes out when it was complete before the request was handled', () => {
    const network = new FakeNetwork()
    const content = new OutgoingContent()
    content.write(Buffer.from('abc'))
    content.finish([['x-sum', Buffer.from('1')]])
    assert.equal(content.capacity(), 0)
    void content.handOver((bodyLength) => network.open({ ...HEAD, bodyLength }))
    assert.deepEqual(network.said.at(-1), { kind: 'end', trailers: [['x-sum', Buffer.from('1')]] })
  })

  it('takes the request with it when it is dropped half written, before or after it was handled', () => {
    const { content, network } = handled()
    content.write(Buffer.from('a'))
    content.abandon()
    assert.equal(network.kinds.at(-1), 'cancel')
    const early = new OutgoingContent()
    early.write(Buffer.from('a'))
    early.abandon()
    const late = new FakeNetwork()
    void early.handOver((bodyLength) => late.open({ ...HEAD, bodyLength }))
    assert.equal(late.kinds.at(-1), 'cancel')
  })

  it('is as long as its headers say, or worth nothing', async () => {
    const tooLong = new OutgoingContent(3n)
    tooLong.write(Buffer.from('ab'))
    assert.deepEqual(
      httpCodeOf(() => tooLong.write(Buffer.from('cd'))),
      wrongLength(4n),
    )
    assert.throws(() => tooLong.complete([]), witError(wrongLength(4n)))
    const tooShort = new OutgoingContent(3n)
    tooShort.write(Buffer.from('ab'))
    assert.throws(() => tooShort.complete([]), witError(wrongLength(2n)))
    const network = new FakeNetwork()
    const flow = await tooShort.handOver(() => network.open(HEAD))
    assert.equal(flow.failure?.code, 'request-body-size')
    assert.deepEqual(network.kinds, ['http', 'data', 'cancel'])
    const exact = new OutgoingContent(2n)
    exact.write(Buffer.from('ab'))
    exact.complete([])
  })

  it('waits for credit, and fails with the request', async () => {
    const { content, network } = handled()
    content.write(new Uint8Array(65_536))
    content.write(new Uint8Array(content.capacity()))
    assert.equal(content.isReady(), false)
    const waiting = content.wait()
    network.reply({ kind: 'failed', error: { code: 'denied', message: null } })
    await waiting
    assert.equal(content.isReady(), true)
    assert.throws(() => content.capacity(), { name: 'WitError' })
  })

  it('is closed when the response has ended before it', () => {
    const { content, network } = handled()
    content.write(new Uint8Array(65_536))
    network.reply({ kind: 'end', trailers: [] })
    assert.throws(() => content.write(Buffer.from('a')), { payload: { tag: 'closed' } })
  })
})
