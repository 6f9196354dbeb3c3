import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { cidrContains, parseCidr } from '../../../src/addresses/cidr.ts'
import { parseIpAddress } from '../../../src/addresses/ip-address.ts'

describe('parseCidr()', () => {
  for (const text of [
    '',
    '/',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0/8',
    '::1/129',
    'host/8',
    '1.2.3.4/8/8',
  ]) {
    it(`takes '${text}' for none`, () => assert.equal(parseCidr(text), null))
  }
})

describe('cidrContains()', () => {
  for (const [cidr, address, expected] of [
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['1.2.3.4/32', '1.2.3.5', false],
    ['fd00::/8', 'fd12::1', true],
    ['::/0', '1.2.3.4', false],
    ['::ffff:10.0.0.0/104', '10.1.1.1', true],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
  ] as const) {
    it(`says ${expected ? 'that' : 'not that'} ${address} lies in ${cidr}`, () => {
      const [block, parsed] = [parseCidr(cidr), parseIpAddress(address)]
      assert.ok(block && parsed)
      assert.equal(cidrContains(block, parsed), expected)
    })
  }

  it('agrees with the block lists of Node', () => {
    const block = fc.oneof(
      fc.tuple(fc.constant('ipv4' as const), fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.constant('ipv6' as const), fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    )
    fc.assert(
      fc.property(
        block,
        fc.oneof(fc.ipV4(), fc.ipV6()),
        fc.boolean(),
        ([type, base, prefix], other, isSame) => {
          // Two that are drawn apart seldom share more than a few bits.
          const address = isSame ? nearTo(base) : other
          const [cidr, parsed] = [parseCidr(`${base}/${prefix}`), parseIpAddress(address)]
          // IPv4-mapped IPv6 is IPv4 here: only what both know as the same version can be compared.
          fc.pre(cidr !== null && parsed !== null && parsed.version === (address.includes(':') ? 6 : 4))
          fc.pre(cidr.version === parsed.version && cidr.version === (type === 'ipv4' ? 4 : 6))
          const list = new BlockList()
          list.addSubnet(base, prefix, type)
          const isIn = list.check(address, type)
          assert.equal(cidrContains(cidr, parsed), isIn)
        },
      ),
    )
  })
})

/** An address that differs in its last digit. */
function nearTo(address: string): string {
  return address.replace(/\d$/, (digit) => (digit === '1' ? '2' : '1'))
}
