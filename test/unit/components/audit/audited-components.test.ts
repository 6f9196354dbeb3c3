import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { AuditedComponents, type CallResult } from '#components'
import { type AuditEvent, CodedError, Redactor } from '#platform'

import { FakeComponents, greetTool } from '../../../helpers/fake-components.ts'

const DIGEST = `sha256:${'0'.repeat(64)}`
const SUBJECT = { component: 'first', digest: DIGEST, principal: 'client' }

interface Recorder {
  /** Ends the call that `answer` gives. */
  readonly result?: CallResult
  readonly loadError?: Error
  readonly hasValues?: boolean
}

function audited({ result = { kind: 'returned-nothing' }, loadError, hasValues = false }: Recorder = {}) {
  let hidden = ''
  const inner = new FakeComponents([{ id: 'first', tools: [greetTool('greet')] }], {
    call: async (_tool, _args, { hiding }) => {
      hidden = hiding?.redact('a s3cret-value') ?? ''
      return result
    },
    ...(loadError && { load: () => Promise.reject(loadError) }),
  })
  const events: AuditEvent[] = []
  const redactor = new Redactor()
  redactor.add('s3cret-value')
  let isClosed = false
  const audit = {
    record: (event: AuditEvent) => void events.push(event),
    close: async () => void (isClosed = true),
  }
  const components = new AuditedComponents(inner, { audit, redactor, principal: 'client', hasValues })
  return { components, inner, events, hidden: () => hidden, isAuditClosed: () => isClosed }
}

/** Events without what time it took. */
function withoutTimes(events: readonly AuditEvent[]): unknown[] {
  return events.map((event) => ('durationMs' in event ? { ...event, durationMs: 0 } : event))
}

describe('AuditedComponents', () => {
  it('records the shapes of a call and no value', async () => {
    const { components, events } = audited({
      result: { kind: 'returned', json: '{"text":"visible"}', isError: false },
    })
    await components.call('greet', { name: 'Ada' })
    assert.deepEqual(withoutTimes(events), [
      {
        kind: 'call',
        ...SUBJECT,
        tool: 'greet',
        outcome: 'returned',
        code: null,
        durationMs: 0,
        arguments: { name: 'string(3)' },
        result: { text: 'string(7)' },
      },
    ])
  })

  it('records values where the operator wants them', async () => {
    const result = { kind: 'returned', json: '{"text":"visible"}', isError: false } as const
    const { components, events } = audited({ result, hasValues: true })
    await components.call('greet', { name: 'Ada' })
    assert.partialDeepStrictEqual(events, [
      { values: { arguments: '{"name":"Ada"}', result: '{"text":"visible"}' } },
    ])
  })

  it('takes secrets out of what a component returns, says and tries', async () => {
    const { components, hidden } = audited({ result: { kind: 'returned-nothing' } })
    await components.call('greet', {})
    // Results are redacted as they are read: before a text is JSON.
    assert.equal(hidden(), 'a [redacted]')
    const failed = audited({ result: { kind: 'failed', code: 'TRAPPED', message: 'at s3cret-value' } })
    assert.doesNotMatch(JSON.stringify(await failed.components.call('greet', {})), /s3cret/)
    assert.doesNotMatch(JSON.stringify(failed.events), /s3cret/)
  })

  it('takes secrets out of every word about a denial', async () => {
    const path = '/tmp/s3cret-value'
    const denial = {
      kind: 'storage',
      componentId: 'first',
      tool: 'greet',
      attempt: `to read ${path}`,
      reason: `No rule allows to read '${path}'`,
      rule: `granted storage.deny: fs://${path}`,
      grant: { kind: 'storage', uri: `fs://${path}`, access: ['read'] },
      requestId: null,
      approveCommand: null,
    } as const
    const { components } = audited({
      result: { kind: 'returned-nothing', denials: [denial], otherDenials: 2 },
    })
    const result = await components.call('greet', {})
    assert.doesNotMatch(JSON.stringify(result), /s3cret/)
    assert.deepEqual(
      [result.denials?.[0]?.attempt, result.denials?.[0]?.grant, result.otherDenials],
      ['to read /tmp/[redacted]', null, 2],
    )
  })

  it('records passed limits beside their call', async () => {
    const { components, events } = audited({
      result: {
        kind: 'failed',
        code: 'LIMIT_TIME',
        message: 'too long',
      },
    })
    await components.call('greet', {})
    assert.deepEqual(events.slice(1), [
      { kind: 'limit', ...SUBJECT, tool: 'greet', limit: 'LIMIT_TIME', message: 'too long' },
    ])
  })

  it('records loads, failed ones too, and unloads, without logins', async () => {
    const { components, events } = audited()
    await components.load('https://me:password@host/loaded.wasm?token=abc')
    await components.unload('first')
    await components.unload('first')
    const loaded = { kind: 'load', component: 'loaded', digest: DIGEST, principal: 'client' }
    assert.deepEqual(events, [
      { ...loaded, reference: 'https://host/loaded.wasm?…', code: null },
      { kind: 'unload', ...SUBJECT, reference: null, code: null },
    ])
    const failing = audited({ loadError: new CodedError('DIGEST_MISMATCH', 'no') })
    await assert.rejects(failing.components.load('oci://r/x:1'), { code: 'DIGEST_MISMATCH' })
    assert.deepEqual(failing.events, [
      {
        ...loaded,
        component: null,
        digest: null,
        reference: 'oci://r/x:1',
        code: 'DIGEST_MISMATCH',
      },
    ])
  })

  it('records every change of permissions, in words', async () => {
    const { components, events } = audited()
    const { permissions } = components
    const grant = { kind: 'environment', key: 'API_KEY' } as const
    await permissions.grant('first', grant, { expires: null, uses: 1 })
    await permissions.revoke('first', grant)
    await permissions.reset('first')
    const request = await permissions.request('first', grant)
    await permissions.approve(request)
    await permissions.refuse(request.id, { forGood: true })
    const scope = 'see the environment variable "API_KEY"'
    assert.ok(events.every(({ digest }) => digest === DIGEST))
    assert.deepEqual(
      events.map((event) => [event.kind, 'rule' in event && event.rule]),
      [
        ['grant', `${scope} for the next call`],
        ['revoke', 'environment API_KEY'],
        ['reset', null],
        ['request', scope],
        ['approve', `${scope} until it is revoked`],
        ['deny', `${scope}, for good`],
      ],
    )
  })

  it('records nothing of what changed nothing', async () => {
    const { components, events } = audited()
    const grant = { kind: 'environment', key: 'API_KEY' } as const
    await assert.rejects(components.permissions.grant('other', grant), { code: 'COMPONENT_NOT_FOUND' })
    assert.deepEqual(events, [])
  })

  it('closes the audit last', async () => {
    const { components, inner, isAuditClosed } = audited()
    await components.close()
    assert.deepEqual([inner.isClosed, isAuditClosed()], [true, true])
  })
})
