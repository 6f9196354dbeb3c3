import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { cidrContains, parseCidr } from '../../../../src/policy/hosts/cidr.ts'
import { parseIpAddress } from '../../../../src/policy/hosts/ip-address.ts'

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
})
