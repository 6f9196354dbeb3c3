import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { decideAddress, networkAttemptOf } from '#policy'

import { classifyAddress } from '#addresses'
import { parseIpAddress } from '#addresses'
import { granting, hosts, policyWith } from '../../../helpers/policies.ts'

type Case = [permissions: object, url: string, address: string, expected: 'allowed' | 'denied']

const CASES: Case[] = [
  [hosts('x.com'), 'https://x.com/', '93.184.215.14', 'allowed'],
  [hosts('x.com'), 'https://y.com/', '93.184.215.14', 'denied'],
  [hosts('x.com'), 'https://x.com/', '127.0.0.1', 'denied'],
  [hosts('x.com'), 'https://x.com/', '169.254.169.254', 'denied'],
  [hosts('x.com'), 'https://x.com/', '::ffff:169.254.169.254', 'denied'],
  [hosts('x.com'), 'https://x.com/', '64:ff9b::a9fe:a9fe', 'denied'],
  [hosts('x.com'), 'https://x.com/', '10.0.0.1', 'denied'],
  [hosts('x.com'), 'https://x.com/', 'fd00::1', 'denied'],
  [hosts('x.com'), 'https://x.com/', '0.0.0.0', 'denied'],
  [hosts('*'), 'http://localhost/', '127.0.0.1', 'denied'],
  [hosts('localhost'), 'http://localhost/', '127.0.0.1', 'allowed'],
  [hosts('localhost'), 'http://localhost/', '::1', 'allowed'],
  [hosts('localhost:80'), 'http://localhost/', '::1', 'allowed'],
  [hosts('db.internal'), 'http://db.internal/', '10.0.0.5', 'allowed'],
  [hosts('*.internal'), 'http://db.internal/', '10.0.0.5', 'denied'],
  [hosts('x.com', '10.0.0.5'), 'https://x.com/', '10.0.0.5', 'allowed'],
  [hosts('x.com', '10.0.0.5:80'), 'https://x.com/', '10.0.0.5', 'denied'],
  [
    { network: { allow: [{ host: 'x.com' }, { cidr: '10.0.0.0/8' }] } },
    'https://x.com/',
    '10.0.0.5',
    'allowed',
  ],
  [
    { network: { allow: [{ host: 'x.com' }, { cidr: '10.0.0.0/8' }] } },
    'https://x.com/',
    '127.0.0.1',
    'denied',
  ],
  [
    { network: { allow: [{ host: '*' }], deny: [{ cidr: '93.184.0.0/16' }] } },
    'https://x.com/',
    '93.184.215.14',
    'denied',
  ],
  [
    { network: { allow: [{ host: '*' }], deny: [{ host: '93.184.215.14' }] } },
    'https://x.com/',
    '93.184.215.14',
    'denied',
  ],
  [
    { network: { allow: [{ host: '*' }], deny: [{ cidr: '93.184.0.0/16' }] } },
    'https://x.com/',
    '::ffff:93.184.215.14',
    'denied',
  ],
  // By way of NAT64, SIIT and 6to4.
  ...['64:ff9b::5db8:d70e', '::ffff:0:93.184.215.14', '2002:5db8:d70e::1'].flatMap((address) =>
    [{ cidr: '93.184.0.0/16' }, { host: '93.184.215.14' }].map((deny): Case => [
      { network: { allow: [{ host: '*' }], deny: [deny] } },
      'https://x.com/',
      address,
      'denied',
    ]),
  ),
  [hosts('x.com'), 'https://x.com/', 'not-an-address', 'denied'],
]

describe('decideAddress()', () => {
  for (const [permissions, url, address, expected] of CASES) {
    it(`says ${expected} to ${url} at ${address} under ${JSON.stringify(permissions)}`, () => {
      const decision = decideAddress(granting(permissions), { attempt: networkAttemptOf(url), address })
      assert.equal(decision.kind, expected)
    })
  }

  it('suggests the address itself when a public name leads inside', () => {
    assert.deepEqual(
      decideAddress(granting(hosts('x.com')), {
        attempt: networkAttemptOf('https://x.com/v1'),
        address: '169.254.169.254',
      }),
      {
        kind: 'denied',
        reason: 'https://x.com/v1 leads to the link-local address 169.254.169.254, which a rule has to name',
        rule: null,
        grant: { kind: 'network', host: 'https://169.254.169.254:443' },
      },
    )
  })

  it('lets no public name lead to an address that is not public, whatever that is', () => {
    const policy = granting(hosts('*', '*.example.com', 'x.com', 'https://x.com:443'))
    const attempt = networkAttemptOf('https://x.com/')
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), inside()), (address) => {
        const parsed = parseIpAddress(address)
        assert.ok(parsed)
        const expected = classifyAddress(parsed) === 'public' ? 'allowed' : 'denied'
        assert.equal(decideAddress(policy, { attempt, address }).kind, expected)
      }),
    )
  })

  it('holds a ceiling of blocks against the address', () => {
    const policy = granting(hosts('a.internal'), {
      ceiling: policyWith({ network: { allow: [{ cidr: '10.0.0.0/8' }] } }),
    })
    const kindAt = (address: string) =>
      decideAddress(policy, { attempt: networkAttemptOf('http://a.internal/'), address }).kind
    assert.equal(kindAt('10.1.1.1'), 'allowed')
    assert.equal(kindAt('93.184.215.14'), 'denied')
  })
})

/** Addresses of networks that nobody reaches from everywhere. */
function inside(): fc.Arbitrary<string> {
  const byte = fc.nat(255)
  return fc
    .tuple(
      fc.constantFrom('10.', '127.', '192.168.', '169.254.', '::ffff:10.', '64:ff9b::127.'),
      byte,
      byte,
      byte,
    )
    .map(
      ([front, a, b, c]) =>
        front + (front.endsWith('168.') || front.endsWith('254.') ? [a, b] : [a, b, c]).join('.'),
    )
}
