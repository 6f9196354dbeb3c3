import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import {
  environmentEvent,
  fileEvents,
  networkEvent,
} from '../../../../src/components/audit/decision-events.ts'

const SUBJECT = { component: 'first', digest: 'sha256:0', tool: 'fetch', principal: 'client' }

describe('networkEvent()', () => {
  it('says what was reached, by which rule, and how much went over', () => {
    const event = networkEvent(
      {
        kind: 'allowed',
        callId: 1,
        attempt: {
          protocol: 'http',
          scheme: 'https',
          host: 'api.example.com',
          port: 443,
          method: 'GET',
          path: '/v1',
        },
        decision: { kind: 'allowed', rule: 'granted network.allow: api.example.com' },
        bytesSent: 3,
        bytesReceived: 5,
        durationMs: 1.6,
        address: '192.0.2.1',
      },
      SUBJECT,
    )
    assert.deepEqual(event, {
      kind: 'network',
      ...SUBJECT,
      decision: 'allowed',
      attempt: 'to reach https://api.example.com/v1 at 192.0.2.1',
      rule: 'granted network.allow: api.example.com',
      durationMs: 2,
      bytesSent: 3,
      bytesReceived: 5,
    })
  })
})

describe('fileEvents()', () => {
  it('says of each path what the rules say, and counts the rest', () => {
    const uses = [
      { path: '/a', access: 'read', count: 2, bytes: 7 },
      { path: '/b', access: 'write', count: 1, bytes: 0 },
    ] as const
    const events = fileEvents({ uses, others: 3 }, ({ path }) =>
      path === '/a'
        ? { kind: 'allowed', rule: 'granted storage.allow: fs:///a' }
        : { kind: 'denied', rule: null, reason: 'No rule', grant: null },
    ).map((eventOf) => eventOf(SUBJECT))
    const common = { kind: 'storage', ...SUBJECT }
    const rule = 'granted storage.allow: fs:///a'
    assert.deepEqual(events, [
      { ...common, decision: 'allowed', attempt: 'to read /a', rule, count: 2, bytes: 7 },
      { ...common, decision: 'denied', attempt: 'to write /b', rule: null, count: 1, bytes: 0 },
      { ...common, decision: 'allowed', attempt: 'to use more files', rule: null, count: 3, bytes: 0 },
    ])
  })
})

describe('environmentEvent()', () => {
  it('names the variable and not its value', () => {
    const decision = { kind: 'allowed', rule: 'granted environment.allow: API_KEY' } as const
    assert.deepEqual(environmentEvent('API_KEY', decision, SUBJECT), {
      kind: 'environment',
      ...SUBJECT,
      decision: 'allowed',
      attempt: "to see the variable 'API_KEY'",
      rule: 'granted environment.allow: API_KEY',
    })
  })
})
