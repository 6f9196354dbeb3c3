import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  toIpAddress,
  toIpSocketAddress,
  toSocketAddress,
} from '../../../../../src/sandbox/guest-process/wasi/sockets/socket-address.ts'

describe('toIpAddress()', () => {
  it('reads compressed and embedded addresses', () => {
    assert.deepEqual(toIpAddress('10.0.0.1'), { tag: 'ipv4', val: [10, 0, 0, 1] })
    assert.deepEqual(toIpAddress('::'), { tag: 'ipv6', val: [0, 0, 0, 0, 0, 0, 0, 0] })
    assert.deepEqual(toIpAddress('fe80::1:2'), { tag: 'ipv6', val: [0xfe80, 0, 0, 0, 0, 0, 1, 2] })
    assert.deepEqual(toIpAddress('::ffff:1.2.3.4'), {
      tag: 'ipv6',
      val: [0, 0, 0, 0, 0, 0xffff, 0x102, 0x304],
    })
  })
})

describe('toSocketAddress()', () => {
  it('is undone by toIpSocketAddress()', () => {
    const port = fc.integer({ min: 0, max: 65_535 })
    const ipv4 = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 })
    const ipv6 = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(port, ipv4, ipv6, (port, short, long) => {
        const four = { tag: 'ipv4', val: { port, address: short } } as const
        assert.deepEqual(toIpSocketAddress(toSocketAddress(four)), four)
        const six = { tag: 'ipv6', val: { port, address: long, flowInfo: 0, scopeId: 0 } } as const
        assert.deepEqual(toIpSocketAddress(toSocketAddress(six)), six)
      }),
    )
  })
})
