import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { createRequestStateCodec } from '@modelcontextprotocol/server'

import { NeedsAnswer } from '../../../src/mcp/needs-answer.ts'
import { type AskedRequest, personAtClient } from '../../../src/mcp/person-at-client.ts'
import type { Person } from '../../../src/mcp/tools/person.ts'

const REQUEST = {
  id: '0000abcd',
  componentId: 'first',
  requester: { digest: 'sha256:0', reference: null },
  grant: { kind: 'network', host: 'x.com' },
  tool: null,
  createdAt: 0,
} as const
const YES = { decision: { action: 'accept', content: { decision: 'allow until revoked' } } }

describe('personAtClient()', () => {
  for (const capabilities of [
    undefined,
    {},
    null,
    'elicitation',
    { elicitation: null },
    { elicitation: { url: {} } },
  ]) {
    it(`is nobody at a client with ${JSON.stringify(capabilities)}`, () => {
      assert.equal(personWith({ capabilities }), null)
    })
  }

  for (const elicitation of [{}, { form: {} }, { form: {}, url: {} }]) {
    it(`is somebody at a client with ${JSON.stringify(elicitation)}`, () => {
      assert.ok(personWith({ capabilities: { elicitation } }))
    })
  }

  it('takes the answer to the question that was asked', async () => {
    const person = personWith({ asked: REQUEST.id, responses: YES })
    assert.deepEqual(await person?.decide(REQUEST, 'May it?'), {
      kind: 'approved',
      terms: { expires: null, uses: null },
    })
  })

  it('takes no answer to another question', async () => {
    const person = personWith({ asked: '00001111', responses: YES })
    await assert.rejects(async () => person?.decide(REQUEST, 'May it?'), NeedsAnswer)
  })

  it('takes no answer to a question in which a link led elsewhere', async () => {
    const storage = { kind: 'storage', uri: 'fs:///w/latest', access: ['read'] } as const
    const person = personWith({ asked: REQUEST.id, responses: YES })
    const [shown, now] = [storage, { ...storage, resolved: '/private' }]
    const approved = await person?.decide({ ...REQUEST, grant: shown }, 'May it?')
    assert.equal(approved?.kind, 'approved')
    await assert.rejects(async () => person?.decide({ ...REQUEST, grant: now }, 'May it?'), NeedsAnswer)
  })

  for (const [name, answer] of [
    ['nothing', async () => null],
    ['text', async () => 'yes'],
    ['a list', async () => [YES.decision]],
    ['an answer within an answer', async () => YES],
    ['an action that there is not', async () => ({ ...YES.decision, action: 'grant' })],
    ['content that is text', async () => ({ action: 'accept', content: 'allow until revoked' })],
    ['a list of choices', async () => ({ action: 'accept', content: { decision: ['allow until revoked'] } })],
    [
      'a choice in other letters',
      async () => ({ action: 'accept', content: { decision: 'Allow until revoked' } }),
    ],
    ['a choice with a decline', async () => ({ ...YES.decision, action: 'cancel' })],
    ['an error', () => Promise.reject(new Error('Request timed out'))],
  ] as const) {
    it(`takes ${name} for no decision`, async () => {
      assert.deepEqual(await personWith({ answer })?.decide(REQUEST, 'May it?'), { kind: 'undecided' })
    })
  }

  it('asks a client that shook hands while the call waits', async () => {
    const decision = await personWith({ answer: async () => YES.decision })?.decide(REQUEST, 'May it?')
    assert.equal(decision?.kind, 'approved')
  })

  it('takes no answer to a question that was not asked', async () => {
    const person = personWith({ responses: YES })
    await assert.rejects(async () => person?.decide(REQUEST, 'May it?'), NeedsAnswer)
  })
})

interface Situation {
  readonly capabilities?: unknown
  /** Id of the request that the signed state names. */
  readonly asked?: string
  readonly responses?: Record<string, unknown>
  /** What a client answers that is asked while the call waits. */
  readonly answer?: () => Promise<unknown>
}

function personWith({ asked, responses = {}, ...situation }: Situation): Person | null {
  return personAtClient({
    state: asked === undefined ? undefined : { requestId: asked, leadsTo: null },
    responses,
    capabilities: 'capabilities' in situation ? situation.capabilities : { elicitation: {} },
    askNow: situation.answer === undefined ? null : situation.answer,
    codec: createRequestStateCodec<AskedRequest>({ key: new Uint8Array(32), ttlSeconds: 60 }),
  })
}
