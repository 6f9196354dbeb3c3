import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { carriedAddress, classifyAddress } from '../../../src/addresses/address-class.ts'
import { parseIpAddress } from '../../../src/addresses/ip-address.ts'

const CLASSES: [expected: string, addresses: readonly string[]][] = [
  ['public', ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '100.63.255.255', '64:ff9b::808:808']],
  [
    'loopback',
    [
      '127.0.0.1',
      '127.255.255.255',
      '::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '::ffff:0:127.0.0.1',
    ],
  ],
  [
    'link-local',
    ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '168.63.129.16'],
  ],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd00::1']],
  ['private', ['64:ff9b:1::1', '2002:a00:1::', 'fec0::1']],
  ['multicast', ['224.0.0.1', '239.255.255.250', 'ff02::1']],
  ['reserved', ['0.0.0.0', '::', '255.255.255.255', '240.0.0.1', '192.0.2.1', '::127.0.0.1', '2001::1']],
  ['reserved', ['4000::1', '1::1', '8000::1']],
  ['public', ['2a00:1450::1', '2600::1']],
]

describe('classifyAddress()', () => {
  for (const [expected, addresses] of CLASSES) {
    for (const address of addresses) {
      it(`calls ${address} ${expected}`, () => {
        const parsed = parseIpAddress(address)
        assert.ok(parsed)
        assert.equal(classifyAddress(parsed), expected)
      })
    }
  }

  it('calls an IPv4 address the same in whatever form of IPv6 it is carried', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), (value) => {
        const hex = value.toString(16).padStart(8, '0')
        const [high, low] = [hex.slice(0, 4), hex.slice(4)]
        const expected = classifyAddress({ version: 4, value: BigInt(value) })
        for (const carried of [
          `::ffff:${high}:${low}`,
          `64:ff9b::${high}:${low}`,
          `::ffff:0:${high}:${low}`,
        ]) {
          const parsed = parseIpAddress(carried)
          assert.ok(parsed)
          assert.equal(classifyAddress(parsed), expected, carried)
        }
        const relayed = parseIpAddress(`2002:${high}:${low}::1`)
        assert.equal(relayed && classifyAddress(relayed), expected === 'public' ? 'reserved' : expected)
      }),
    )
  })

  it('calls no IPv6 address public that is outside of what is reached from everywhere', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = parseIpAddress(text)
        assert.ok(address)
        if (address.version === 4 || classifyAddress(address) !== 'public') return
        assert.ok(carriedAddress(address) !== null || address.value >> 125n === 1n, text)
      }),
    )
  })
})
