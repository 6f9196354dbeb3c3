import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { AuditEvent } from '#platform'
import type { EgressEvent } from '#sandbox'

import { CallTrail } from '../../../../src/components/audit/call-trail.ts'

const SUBJECT = { component: 'first', digest: 'sha256:0', tool: 'first_fetch', principal: 'client' }
const DENIED = { kind: 'denied', rule: null, reason: 'No rule', grant: null } as const

function record() {
  const events: AuditEvent[] = []
  const audit = { record: (event: AuditEvent) => void events.push(event), close: async () => {} }
  return { trail: new CallTrail(audit, SUBJECT), events }
}

function attempt(kind: EgressEvent['kind'], host: string): EgressEvent {
  return {
    kind,
    callId: 1,
    attempt: { protocol: 'dns', host },
    decision: kind === 'denied' ? DENIED : { kind: 'allowed', rule: 'a rule' },
    address: null,
    bytesSent: 2,
    bytesReceived: 3,
    durationMs: 0,
  }
}

describe('CallTrail', () => {
  it('counts what a guest does without end, and keeps the first of it', () => {
    const { trail, events } = record()
    for (let index = 0; index < 600; index++) trail.addNetwork(attempt('denied', `${index}.evil.example`))
    for (let index = 0; index < 3; index++) trail.addNetwork(attempt('allowed', 'a.example'))
    assert.equal(events.length, 500)
    trail.settle()
    const more = { kind: 'network', ...SUBJECT, attempt: 'to reach more of the network', rule: null }
    assert.deepEqual(events.slice(500), [
      { ...more, decision: 'denied', count: 100, bytesSent: 200, bytesReceived: 300 },
      { ...more, decision: 'allowed', count: 3, bytesSent: 6, bytesReceived: 9 },
    ])
    trail.addNetwork(attempt('allowed', 'late.example'))
    assert.equal(events.length, 503)
  })

  it('tells of each denial once', () => {
    const { trail, events } = record()
    for (const path of ['/a', '/b', '/a']) trail.addDenial({ kind: 'storage', path, access: 'read' }, DENIED)
    trail.addDenial({ kind: 'state' }, DENIED)
    trail.addDenial({ kind: 'state' }, DENIED)
    assert.deepEqual(
      events.map((event) => 'attempt' in event && event.attempt),
      ['to read /a', 'to read /b', 'to keep state'],
    )
    assert.partialDeepStrictEqual(events[0], { kind: 'storage', ...SUBJECT, decision: 'denied', rule: null })
  })
})
