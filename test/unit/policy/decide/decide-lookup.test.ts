import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { decideLookup } from '#policy'

import { granting, hosts, policyWith } from '../../../helpers/policies.ts'

describe('decideLookup()', () => {
  it('denies every name under an empty policy, and suggests to grant that name', () => {
    assert.deepEqual(decideLookup(granting({}), 'a.example'), {
      kind: 'denied',
      reason: 'No rule allows the lookup of the name a.example',
      rule: null,
      grant: { kind: 'network', host: 'a.example' },
    })
  })

  it('allows what a host rule names, whatever its protocol, port and path', () => {
    for (const host of ['a.example', 'https://a.example:8443', '*.example', '*']) {
      assert.equal(decideLookup(granting(hosts(host)), 'a.example').kind, 'allowed', host)
    }
    const tcp = granting({ network: { allow: [{ host: 'a.example:5432', protocol: 'tcp' }] } })
    assert.equal(decideLookup(tcp, 'a.example').kind, 'allowed')
    assert.equal(decideLookup(tcp, 'b.example').kind, 'denied')
  })

  it('allows no name for a rule on addresses', () => {
    const policy = granting({ network: { allow: [{ cidr: '0.0.0.0/0' }] } })
    assert.equal(decideLookup(policy, 'a.example').kind, 'denied')
  })

  it('denies what a rule denies as a whole, and not what it denies in part', () => {
    const network = {
      allow: [{ host: '*.example' }],
      deny: [{ host: 'a.example' }, { host: 'b.example:22' }],
    }
    const policy = granting({ network })
    const denied = decideLookup(policy, 'a.example')
    assert.equal(denied.kind === 'denied' && denied.rule, 'granted network.deny: a.example')
    assert.equal(decideLookup(policy, 'b.example').kind, 'allowed')
  })

  it('asks every layer', () => {
    const ceiling = policyWith({ network: { allow: [{ host: '*.example' }] } })
    const policy = granting(hosts('*'), { ceiling })
    assert.equal(decideLookup(policy, 'a.example').kind, 'allowed')
    const denied = decideLookup(policy, 'a.test')
    assert.equal(denied.kind === 'denied' && denied.grant, null)
  })
})
