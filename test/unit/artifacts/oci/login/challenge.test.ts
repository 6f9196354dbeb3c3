import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseChallenges } from '../../../../../src/artifacts/oci/login/challenge.ts'

describe('parseChallenges()', () => {
  const table: readonly [string, ReturnType<typeof parseChallenges>][] = [
    ['Basic realm="test-realm"', [{ scheme: 'basic', parameters: { realm: 'test-realm' } }]],
    [
      'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
      [
        {
          scheme: 'bearer',
          parameters: {
            realm: 'https://auth.example.com/token',
            service: 'registry',
            scope: 'repository:a/b:pull,push',
          },
        },
      ],
    ],
    [
      'Negotiate, Basic realm="a, b", Bearer realm=https, error=insufficient_scope',
      [
        { scheme: 'negotiate', parameters: {} },
        { scheme: 'basic', parameters: { realm: 'a, b' } },
        { scheme: 'bearer', parameters: { realm: 'https', error: 'insufficient_scope' } },
      ],
    ],
    [
      'NTLM TlRMTVNTUAAB==, BEARER Realm = "say \\"hi\\"" , SERVICE="x"',
      [
        { scheme: 'ntlm', parameters: {} },
        { scheme: 'bearer', parameters: { realm: 'say "hi"', service: 'x' } },
      ],
    ],
    [', ,Basic', [{ scheme: 'basic', parameters: {} }]],
    ['', []],
    ['"nonsense"', []],
    ['Bearer realm="unclosed', [{ scheme: 'bearer', parameters: { realm: '' } }]],
  ]
  for (const [header, challenges] of table) {
    it(`reads ${header || 'nothing'}`, () => {
      assert.deepEqual(parseChallenges(header), challenges)
    })
  }

  it('gives back any realm that was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (realm) => {
        const quoted = realm.replace(/["\\]/g, String.raw`\$&`)
        assert.deepEqual(parseChallenges(`Bearer realm="${quoted}", service="s"`), [
          { scheme: 'bearer', parameters: { realm, service: 's' } },
        ])
      }),
    )
  })

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => Array.isArray(parseChallenges(text))),
    )
    const open = `Bearer ${'a="'.repeat(20_000)}`
    assert.equal(parseChallenges(open)[0]?.scheme, 'bearer')
  })
})
