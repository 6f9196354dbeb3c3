import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { JoinedReplies } from '../../../../src/sandbox/egress/joined-replies.ts'
import { MAX_CHUNK_BYTES } from '../../../../src/sandbox/protocol/egress-protocol.ts'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function open(): { readonly joined: JoinedReplies; readonly sent: string[]; readonly costs: number[] } {
  const sent: string[] = []
  const costs: number[] = []
  const joined = new JoinedReplies((bytes, cost) => {
    sent.push(Buffer.from(bytes).toString())
    costs.push(cost)
  })
  return { joined, sent, costs }
}

describe('JoinedReplies', () => {
  it('sends what came in one turn as one', async () => {
    const { joined, sent } = open()
    for (const text of ['a', '', 'b', 'c']) joined.push(Buffer.from(text))
    assert.deepEqual([sent, joined.bytes], [[], 3])
    await nextTurn()
    assert.deepEqual([sent, joined.bytes], [['abc'], 0])
    joined.push(Buffer.from('d'))
    await nextTurn()
    assert.deepEqual(sent, ['abc', 'd'])
  })

  it('sends at once what is enough, or has to go before something else', async () => {
    const { joined, sent } = open()
    joined.push(Buffer.alloc(MAX_CHUNK_BYTES, 'x'))
    assert.equal(sent[0]?.length, MAX_CHUNK_BYTES)
    joined.push(Buffer.from('a'))
    joined.flush()
    joined.flush()
    await nextTurn()
    assert.deepEqual(sent.slice(1), ['a'])
  })

  it('counts a small message for more than its bytes', () => {
    const { joined, costs } = open()
    joined.push(Buffer.from('a'))
    joined.flush()
    joined.push(Buffer.alloc(1_000))
    joined.flush()
    const [small = 0, large] = costs
    assert.ok(small >= 100, String(small))
    assert.equal(large, 1_000)
  })
})
