import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { decideNetwork, effectivePolicy, EMPTY_POLICY, networkAttemptOf } from '#policy'

import { granting, hosts, policyWith } from '../../../helpers/policies.ts'

const ALLOWED: [host: string, url: string][] = [
  ['api.x.com', 'https://api.x.com/v1'],
  ['api.x.com', 'http://api.x.com:8080/'],
  ['API.X.COM.', 'https://api.x.com/'],
  ['*.x.com', 'https://a.x.com/'],
  ['*.x.com', 'https://a.b.x.com/'],
  ['*', 'https://anything.example/'],
  ['https://x.com', 'https://x.com/'],
  ['https://x.com', 'https://x.com:8443/'],
  ['x.com:8080', 'http://x.com:8080/'],
  ['https://x.com/', 'https://x.com/any/path'],
  ['x.com/v1', 'https://x.com/v1?q=1'],
  ['x.com/v1', 'https://x.com/v1/users'],
  ['localhost', 'http://localhost:3000/'],
  ['127.0.0.1', 'http://127.0.0.1:3000/'],
  ['127.0.0.1', 'http://2130706433/'],
  ['127.0.0.1', 'http://[::ffff:7f00:1]/'],
  ['[::1]:8080', 'http://[::1]:8080/'],
  ['bücher.example', 'https://xn--bcher-kva.example/'],
  ['tcp://db.x.com:5432', 'tcp://db.x.com:5432'],
]

const DENIED: [host: string, url: string][] = [
  ['api.x.com', 'https://x.com/'],
  ['x.com', 'https://api.x.com/'],
  ['x.com', 'https://x.com.evil.com/'],
  ['*.x.com', 'https://x.com/'],
  ['*.x.com', 'https://evilx.com/'],
  ['*.x.com', 'https://a.x.com.evil.com/'],
  ['*', 'http://127.0.0.1/'],
  ['*', 'http://169.254.169.254/latest/meta-data/'],
  ['*', 'http://2852039166/'],
  ['*', 'http://[::ffff:169.254.169.254]/'],
  ['*', 'http://[::1]/'],
  ['*', 'http://10.0.0.1/'],
  ['*', 'http://[fd00::1]/'],
  ['https://x.com', 'http://x.com/'],
  ['x.com:8080', 'http://x.com/'],
  ['x.com:443', 'https://x.com:8443/'],
  ['x.com/v1', 'https://x.com/v10'],
  ['x.com/v1', 'https://x.com/'],
  ['x.com/v1', 'https://x.com/v1/..%2fadmin'],
  ['x.com/v1', 'https://x.com/v1/..%5cadmin'],
  ['x.com/v1', 'https://x.com/v1//..;/admin'],
  ['x.com/v1', 'https://x.com/v1/%zz'],
  ['x.com/v1', 'https://x.com/v1/../admin'],
  ['x.com/v1', 'https://x.com/v1/%2e%2e/admin'],
  ['x.com/v1', 'https://x.com/v1/%252e%252e/admin'],
  ['x.com/v1', 'https://x.com/v1/..%20/admin'],
  ['x.com/v1', 'https://x.com/v1/%09../admin'],
  ['x.com/v1', 'https://x.com/v1/%ef%bc%8e%ef%bc%8e/admin'],
  ['x.com/v1', 'https://x.com/v1/;/../admin'],
  ['*', 'tcp://db.x.com:5432'],
  ['db.x.com:5432', 'tcp://db.x.com:5432'],
  ['tcp://db.x.com:5432', 'tcp://db.x.com:5433'],
  ['tcp://db.x.com:5432', 'udp://db.x.com:5432'],
  ['tcp://db.x.com:5432', 'http://db.x.com:5432/'],
]

describe('decideNetwork()', () => {
  it('denies every host under an empty policy and says which rule would allow it', () => {
    const policy = effectivePolicy({ granted: EMPTY_POLICY, requested: null, ceiling: null })
    assert.deepEqual(decideNetwork(policy, networkAttemptOf('https://api.x.com/v1')), {
      kind: 'denied',
      reason: 'No rule allows the connection to https://api.x.com/v1',
      rule: null,
      grant: { kind: 'network', host: 'https://api.x.com:443' },
    })
  })

  for (const [host, url] of ALLOWED) {
    it(`lets '${host}' allow ${url}`, () => {
      assert.deepEqual(decideNetwork(granting(hosts(host)), networkAttemptOf(url)), {
        kind: 'allowed',
        rule: `granted network.allow: ${host}`,
      })
    })
  }

  for (const [host, url] of DENIED) {
    it(`does not let '${host}' allow ${url}`, () => {
      assert.equal(decideNetwork(granting(hosts(host)), networkAttemptOf(url)).kind, 'denied')
    })
  }

  for (const [deny, url] of [
    ['x.com', 'https://x.com/'],
    ['x.com', 'tcp://x.com:22'],
    ['*.x.com', 'https://a.x.com/'],
    ['x.com/admin', 'https://x.com/%61dmin/users'],
    ['x.com/admin', 'https://x.com/v1/..%2fadmin'],
    ['x.com/admin', 'https://x.com/ADMIN/users'],
    ['x.com/admin', 'https://x.com/admin;v=1/users'],
    ['x.com/admin', 'https://x.com/admin%3bv'],
    ['x.com/admin', 'https://x.com/%2561dmin'],
    ['x.com/admin', 'https://x.com/admin./users'],
    ['x.com/admin', 'https://x.com/admin%20'],
    ['x.com/admin', 'https://x.com/;a/admin'],
    ['x.com/admin', 'https://x.com/x/../admin'],
    ['127.0.0.1', 'http://[::ffff:127.0.0.1]/'],
  ] as const) {
    it(`lets a deny of '${deny}' win at ${url}`, () => {
      const allow = ['x.com', '*.x.com', '127.0.0.1', 'tcp://x.com:22'].map((host) => ({ host }))
      const decision = decideNetwork(
        granting({ network: { allow, deny: [{ host: deny }] } }),
        networkAttemptOf(url),
      )
      assert.deepEqual(
        { ...decision, reason: '' },
        { kind: 'denied', reason: '', rule: `granted network.deny: ${deny}`, grant: null },
      )
    })
  }

  it('holds an allow to its methods, ports and paths', () => {
    const policy = granting({
      network: { allow: [{ host: 'x.com', methods: ['get'], ports: [443], paths: ['/v1'] }] },
    })
    const kindOf = (url: string, method: string) => decideNetwork(policy, networkAttemptOf(url, method)).kind
    assert.equal(kindOf('https://x.com/v1/a', 'GET'), 'allowed')
    assert.equal(kindOf('https://x.com/v1/a', 'POST'), 'denied')
    assert.equal(kindOf('http://x.com/v1/a', 'GET'), 'denied')
    assert.equal(kindOf('https://x.com/v2', 'GET'), 'denied')
  })

  it('lets a block allow an address and no name, for a name would be looked up first', () => {
    const policy = granting({ network: { allow: [{ cidr: '0.0.0.0/0' }] } })
    assert.equal(decideNetwork(policy, networkAttemptOf('http://10.0.0.1/')).kind, 'allowed')
    assert.equal(decideNetwork(policy, networkAttemptOf('http://x.com/')).kind, 'denied')
  })

  it('denies what the author did not ask for and suggests no grant', () => {
    const decision = decideNetwork(
      granting(hosts('x.com'), { requested: policyWith(hosts('y.com')) }),
      networkAttemptOf('https://x.com/'),
    )
    assert.deepEqual(decision, {
      kind: 'denied',
      reason: 'The policy that came with the component does not ask for the connection to https://x.com/',
      rule: null,
      grant: null,
    })
  })

  it('denies what is past the ceiling, and what the ceiling denies', () => {
    const ceiling = policyWith({ network: { allow: [{ host: '*.x.com' }], deny: [{ host: 'b.x.com' }] } })
    const policy = granting(hosts('a.x.com', 'b.x.com', 'y.com'), { ceiling })
    const kinds = ['a.x.com', 'b.x.com', 'y.com'].map(
      (host) => decideNetwork(policy, networkAttemptOf(`https://${host}/`)).kind,
    )
    assert.deepEqual(kinds, ['allowed', 'denied', 'denied'])
  })

  it('leaves open what the ceiling does not speak of', () => {
    const ceiling = policyWith({ storage: { allow: [] } })
    const policy = granting(hosts('x.com'), { ceiling })
    assert.equal(decideNetwork(policy, networkAttemptOf('https://x.com/')).kind, 'allowed')
  })

  it('decides the same whoever of two asked and granted', () => {
    fc.assert(
      fc.property(permissions(), permissions(), urls(), (one, other, url) => {
        const [a, b] = [policyWith(one), policyWith(other)]
        const attempt = networkAttemptOf(url)
        const kinds = [
          effectivePolicy({ granted: a, requested: b, ceiling: null }),
          effectivePolicy({ granted: b, requested: a, ceiling: null }),
        ].map((policy) => decideNetwork(policy, attempt).kind)
        return kinds[0] === kinds[1]
      }),
    )
  })

  it('decides the same when the author asked for exactly what is granted', () => {
    fc.assert(
      fc.property(permissions(), urls(), (one, url) => {
        const attempt = networkAttemptOf(url)
        const twice = granting(one, { requested: policyWith(one) })
        return decideNetwork(granting(one), attempt).kind === decideNetwork(twice, attempt).kind
      }),
    )
  })

  it('never allows more when an allow is taken away', () => {
    fc.assert(
      fc.property(fc.array(hostTexts(), { minLength: 1 }), urls(), (allowed, url) => {
        const attempt = networkAttemptOf(url)
        const fewer = decideNetwork(granting(hosts(...allowed.slice(1))), attempt)
        return (
          fewer.kind === 'denied' || decideNetwork(granting(hosts(...allowed)), attempt).kind === 'allowed'
        )
      }),
    )
  })

  it('lets a deny win, whatever is allowed beside it', () => {
    fc.assert(
      fc.property(fc.array(hostTexts()), hostTexts(), urls(), (allowed, deny, url) => {
        const attempt = networkAttemptOf(url)
        // What a rule would allow alone is what it denies as a deny.
        fc.pre(decideNetwork(granting(hosts(deny)), attempt).kind === 'allowed')
        const network = { allow: [...allowed, deny].map((host) => ({ host })), deny: [{ host: deny }] }
        return decideNetwork(granting({ network }), attempt).kind === 'denied'
      }),
    )
  })

  it('suggests a rule that allows what was tried', () => {
    fc.assert(
      fc.property(urls(), (url) => {
        const attempt = networkAttemptOf(url)
        const decision = decideNetwork(granting({}), attempt)
        assert.ok(decision.kind === 'denied' && decision.grant?.kind === 'network')
        return decideNetwork(granting(hosts(decision.grant.host)), attempt).kind === 'allowed'
      }),
    )
  })
})

function hostTexts(): fc.Arbitrary<string> {
  return fc.constantFrom(
    'x.com',
    '*.x.com',
    'a.x.com',
    'https://x.com',
    'a.x.com:8080',
    'x.com/v1',
    '*',
    '1.1.1.1',
  )
}

function permissions(): fc.Arbitrary<object> {
  return fc
    .record({ allow: fc.array(hostTexts()), deny: fc.array(hostTexts(), { maxLength: 1 }) })
    .map(({ allow, deny }) => ({
      network: { allow: allow.map((host) => ({ host })), deny: deny.map((host) => ({ host })) },
    }))
}

function urls(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('http', 'https'),
      fc.constantFrom('x.com', 'a.x.com', 'b.a.x.com', 'ax.com', '1.1.1.1'),
      fc.constantFrom('', ':8080'),
      fc.constantFrom('/', '/v1', '/v1/a', '/v2'),
    )
    .map(([scheme, host, port, path]) => `${scheme}://${host}${port}${path}`)
}
