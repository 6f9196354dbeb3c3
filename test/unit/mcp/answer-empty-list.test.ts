import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { answerEmptyList } from '../../../src/mcp/answer-empty-list.ts'

const ask = (method: string) => answerEmptyList({ jsonrpc: '2.0', id: 1, method })

describe('answerEmptyList()', () => {
  it('answers the lists that clients ask for anyway', async () => {
    assert.deepEqual(await ask('prompts/list'), { prompts: [] })
    assert.deepEqual(await ask('resources/list'), { resources: [] })
    assert.deepEqual(await ask('resources/templates/list'), { resourceTemplates: [] })
  })

  it('knows no other method, not even one of every object', async () => {
    for (const method of ['prompts/get', '__proto__', 'toString']) {
      await assert.rejects(ask(method), { code: -32601 })
    }
  })
})
