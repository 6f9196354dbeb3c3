import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isOpening, parseFlowMessage } from '../../../../src/sandbox/egress/parse-flow-message.ts'
import { DataWriter } from '../../../../src/sandbox/protocol/data/data-writer.ts'
import { decodeData } from '../../../../src/sandbox/protocol/data/decode-data.ts'

const HTTP = {
  kind: 'http',
  method: 'GET',
  scheme: 'https',
  authority: 'a.example',
  pathWithQuery: '/',
  headers: [['accept', new TextEncoder().encode('*/*')]],
  bodyLength: null,
  timeouts: { connectMs: 1, firstByteMs: null, betweenBytesMs: 2.5 },
}
const REMOTE = { address: '127.0.0.1', port: 80 }
const WELL_FORMED = [
  HTTP,
  { kind: 'tcp', remote: REMOTE },
  { kind: 'udp', family: 6 },
  { kind: 'lookup', name: 'a.example' },
  { kind: 'data', bytes: new Uint8Array([97]) },
  { kind: 'datagram', bytes: new Uint8Array(0), remote: REMOTE },
  { kind: 'end', trailers: [] },
  { kind: 'credit', bytes: 5 },
  { kind: 'cancel' },
]

describe('parseFlowMessage()', () => {
  for (const message of WELL_FORMED) {
    it(`takes ${message.kind} as it comes over the channel`, () => {
      const writer = new DataWriter()
      writer.value(message)
      assert.deepEqual(parseFlowMessage(decodeData(writer.bytes, 100)), message)
    })
  }

  it('leaves out what a message has besides', () => {
    assert.deepEqual(parseFlowMessage({ kind: 'cancel', more: 1 }), { kind: 'cancel' })
  })

  const malformed: readonly (readonly [what: string, message: unknown])[] = [
    ['nothing', null],
    ['a text', 'http'],
    ['an unknown kind', { kind: 'listen' }],
    ['a scheme of another world', { ...HTTP, scheme: 'file' }],
    ['headers that are an object', { ...HTTP, headers: {} }],
    ['a header without a value', { ...HTTP, headers: [['accept']] }],
    ['a header with a text as value', { ...HTTP, headers: [['accept', 'text']] }],
    [
      'headers without end',
      { ...HTTP, headers: Array.from({ length: 3_000 }, () => ['a', Buffer.alloc(0)]) },
    ],
    ['headers that are too long', { ...HTTP, headers: [['a', Buffer.alloc(300_000)]] }],
    ['a length below zero', { ...HTTP, bodyLength: -1 }],
    ['a length that is no number', { ...HTTP, bodyLength: Number.NaN }],
    ['a timeout below zero', { ...HTTP, timeouts: { ...HTTP.timeouts, connectMs: -1 } }],
    ['no timeouts', { ...HTTP, timeouts: undefined }],
    ['a path without end', { ...HTTP, pathWithQuery: `/${'a'.repeat(100_000)}` }],
    ['a port that is none', { kind: 'tcp', remote: { ...REMOTE, port: 65_536 } }],
    ['no address', { kind: 'tcp', remote: { port: 80 } }],
    ['a family that is none', { kind: 'udp', family: 5 }],
    ['no bytes at all', { kind: 'data', bytes: Buffer.alloc(0) }],
    ['more bytes than a message may have', { kind: 'data', bytes: Buffer.alloc(70_000) }],
    ['bytes that are a text', { kind: 'data', bytes: 'text' }],
    ['a datagram that is too long', { kind: 'datagram', bytes: Buffer.alloc(65_508), remote: REMOTE }],
    ['credit below zero', { kind: 'credit', bytes: -1 }],
    ['half a byte of credit', { kind: 'credit', bytes: 0.5 }],
  ]
  for (const [what, message] of malformed) {
    it(`takes no ${what}`, () => assert.equal(parseFlowMessage(message), null))
  }

  it('takes whatever comes without throwing, and gives only plain values within bounds', () => {
    const nearly = fc
      .tuple(fc.constantFrom(...WELL_FORMED), fc.anything({ withTypedArray: true, withMap: true }), fc.nat())
      .map(([message, value, index]) => {
        const keys = Object.keys(message)
        const key = keys[index % keys.length] ?? 'kind'
        return { ...message, [key]: key === 'kind' && index % 2 === 0 ? message.kind : value }
      })
    const kinds = fc.record({
      kind: fc.constantFrom(...WELL_FORMED.map(({ kind }) => kind)),
      bytes: fc.oneof(fc.uint8Array(), fc.double(), fc.anything()),
      headers: fc.array(
        fc.tuple(fc.oneof(fc.string(), fc.anything()), fc.oneof(fc.uint8Array(), fc.anything())),
      ),
      trailers: fc.array(fc.tuple(fc.string(), fc.oneof(fc.uint8Array(), fc.anything()))),
      remote: fc.record({
        address: fc.oneof(fc.string(), fc.anything()),
        port: fc.oneof(fc.integer(), fc.double()),
      }),
    })
    fc.assert(
      fc.property(fc.oneof(fc.anything(), nearly, kinds), (message) =>
        assertPlain(parseFlowMessage(message)),
      ),
      { numRuns: 2_000 },
    )
  })
})

/** Fails for what the host would have to look at again before it uses it. */
function assertPlain(value: unknown): void {
  if (value === null || typeof value === 'string') return
  if (typeof value === 'number')
    return assert.ok(value >= 0 && value <= Number.MAX_SAFE_INTEGER, String(value))
  if (value instanceof Uint8Array) return
  if (Array.isArray(value)) return value.forEach(assertPlain)
  assert.ok(typeof value === 'object', typeof value)
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
  Object.values(value).forEach(assertPlain)
}

describe('isOpening()', () => {
  it('knows the messages that open a flow', () => {
    const opening = WELL_FORMED.map((message) => parseFlowMessage(message)).filter(
      (message) => message !== null && isOpening(message),
    )
    assert.deepEqual(
      opening.map((message) => message?.kind),
      ['http', 'tcp', 'udp', 'lookup'],
    )
  })
})
