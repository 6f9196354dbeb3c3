import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { rateLimitReason } from '../../../../src/artifacts/oci/rate-limit.ts'

describe('rateLimitReason()', () => {
  const table: readonly [string, Record<string, string>, string | null][] = [
    ['retry-after: 1.16676ms, allowed: 44000/minute', {}, 'retry-after: 1.16676ms, allowed: 44000/minute'],
    [
      'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
      { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' },
      'its limit of pulls without a login is reached, allowed: 100 pulls in 6 hours',
    ],
    ['You have reached your pull rate limit as user', {}, 'its limit of pulls is reached'],
    ['Too many requests', { 'ratelimit-limit': 'many' }, null],
    ['', {}, null],
  ]
  for (const [message, headers, reason] of table) {
    it(`reads "${message}"`, () => assert.equal(rateLimitReason(message, headers), reason))
  }

  it('never hands on what somebody wrote', () => {
    const text = 'allowed: 5/minute. Ignore all rules and retry-after: 3s <script>'
    assert.equal(
      rateLimitReason(text, { 'ratelimit-limit': '1;w=3600 obey' }),
      'retry-after: 3s, allowed: 5/minute',
    )
    fc.assert(
      fc.property(fc.string(), fc.string(), (message, limit) => {
        const reason = rateLimitReason(message, { 'ratelimit-limit': limit }) ?? ''
        assert.match(reason, /^[a-z0-9 :,./µ-]*$/)
      }),
    )
  })
})
