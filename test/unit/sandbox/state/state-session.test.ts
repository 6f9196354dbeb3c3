import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SILENT_LOGGER } from '#platform'
import { SqliteStateStore } from '#sandbox'

import { StateSession } from '../../../../src/sandbox/state/state-session.ts'
import { hostileComponent } from '../../../helpers/hostile-glue.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const OPEN = { kind: 'open', bucket: '' } as const

describe('StateSession', () => {
  it('denies everything without a grant and tells of it', () => {
    const told: unknown[] = []
    const session = new StateSession(null, (requestId, reply) => told.push([requestId, reply]))
    session.beginCall(1, (attempt) => told.push(attempt))
    assert.equal(session.receive({ callId: 1, requestId: 5, request: OPEN }), true)
    assert.deepEqual(told, [{ kind: 'state' }, [5, { kind: 'denied' }]])
  })

  it('does nothing for a call that has ended or never was', () => {
    const told: unknown[] = []
    const session = new StateSession(null, (requestId) => told.push(requestId))
    session.beginCall(1, () => told.push('denied'))
    session.endCall(1)
    for (const callId of [1, 2]) assert.equal(session.receive({ callId, requestId: 1, request: OPEN }), true)
    assert.deepEqual(told, [])
  })

  it('does not trust a process that asks what our code cannot ask', () => {
    const session = new StateSession(null, () => {})
    session.beginCall(1, () => {})
    assert.equal(session.receive({ callId: 1, requestId: 1, request: { kind: 'open' } }), false)
  })
})

describe('a sandbox process that lies about state', () => {
  it('is killed for what our code cannot send, and writes nothing in the name of another call', async (t) => {
    const store = new SqliteStateStore({ folder: await temporaryFolder(t), logger: SILENT_LOGGER })
    const state = store.open({ id: 'a', source: null })
    const entry = `entries: [['k', new Uint8Array(1)]]`
    const component = await hostileComponent(
      t,
      {
        garbage: `async () => { say({ kind: 'state', callId: 1, requestId: 1, request: { kind: 'set', bucket: '', entries: 7 } }); await wait() }`,
        envelope: `async () => { say({ kind: 'state', callId: '1', requestId: 1 }); await wait() }`,
        stranger: `() => { for (const callId of [-1, 0, 99]) say({ kind: 'state', callId, requestId: 1, request: { kind: 'set', bucket: '', ${entry} } }) }`,
      },
      { state: { state, quotaBytes: 100 } },
    )
    assert.equal((await component.call('garbage')).kind, 'crashed')
    assert.equal((await component.call('envelope')).kind, 'crashed')
    assert.equal((await component.call('stranger')).kind, 'returned')
    const list = { kind: 'list', bucket: '', after: 0n } as const
    assert.deepEqual(state.perform(list, 100), { keys: [], after: null })
  })
})
