import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FlowFailure } from '../../../../src/sandbox/egress/flow-failure.ts'
import {
  announcedTrailers,
  incomingHeaders,
  outgoingHeaders,
  outgoingTrailers,
} from '../../../../src/sandbox/egress/header-fields.ts'

import type { HeaderEntry } from '../../../../src/sandbox/protocol/egress-protocol.ts'

describe('outgoingHeaders()', () => {
  it('keeps names, values and their order', () => {
    const headers = [
      ['X-B', Buffer.from('caf\u00e9', 'latin1')],
      ['X-A', Buffer.from('')],
      ['X-B', Buffer.from('2')],
    ] as const
    assert.deepEqual(outgoingHeaders(headers), ['X-B', 'caf\u00e9', 'X-A', '', 'X-B', '2'])
  })

  it('leaves out what speaks of the connection, in any case', () => {
    const names = [
      'Host',
      'CONNECTION',
      'transfer-encoding',
      'Upgrade',
      'Proxy-Authorization',
      'te',
      'expect',
    ]
    assert.deepEqual(outgoingHeaders(names.map((name) => [name, Buffer.from('x')] as const)), [])
  })

  it('refuses what ends a line, though our guest half would not send it', () => {
    for (const [name, value] of [
      ['a\r\nb', 'x'],
      ['a b', 'x'],
      ['', 'x'],
      ['a', 'x\r\ny: z'],
      ['a', 'x\ny'],
      ['a', 'x\0'],
    ] as const) {
      assert.throws(() => outgoingHeaders([[name, Buffer.from(value)]]), FlowFailure)
    }
  })
})

describe('outgoingTrailers()', () => {
  it('leaves out what is read before a body, and takes none that is none', () => {
    const trailers: HeaderEntry[] = [
      'X-Sum',
      'Content-Length',
      'host',
      'Authorization',
      'transfer-encoding',
    ].map((name) => [name, Buffer.from('1')])
    assert.deepEqual(outgoingTrailers(trailers), [['X-Sum', '1']])
    for (const trailer of [
      ['x\r\ny', Buffer.from('1')],
      ['x', Buffer.from('1\r\n')],
    ] as const) {
      assert.throws(() => outgoingTrailers([trailer]), FlowFailure)
    }
  })
})

describe('announcedTrailers()', () => {
  it('hands on what the guest announces, where that is a value', () => {
    assert.deepEqual(announcedTrailers([['Trailer', Buffer.from('x-sum')]]), ['trailer', 'x-sum'])
    assert.deepEqual(announcedTrailers([['x', Buffer.from('y')]]), [])
    assert.throws(() => announcedTrailers([['trailer', Buffer.from('a\r\nb: c')]]), FlowFailure)
  })
})

describe('incomingHeaders()', () => {
  it('gives each value by itself, without those of the connection', () => {
    const headers = {
      'set-cookie': ['a=1', 'b=2'],
      connection: 'keep-alive',
      ':status': '200',
      'x-a': '\u00e9',
    }
    assert.deepEqual(incomingHeaders(headers), [
      ['set-cookie', Buffer.from('a=1')],
      ['set-cookie', Buffer.from('b=2')],
      ['x-a', Buffer.from([0xe9])],
    ])
  })
})
