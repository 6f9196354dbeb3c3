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
}

function personWith({ asked, responses = {}, ...situation }: Situation): Person | null {
  return personAtClient({
    state: asked === undefined ? undefined : { requestId: asked },
    responses,
    capabilities: 'capabilities' in situation ? situation.capabilities : { elicitation: {} },
    codec: createRequestStateCodec<AskedRequest>({ key: new Uint8Array(32), ttlSeconds: 60 }),
  })
}
