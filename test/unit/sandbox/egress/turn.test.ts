import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Turn } from '../../../../src/sandbox/egress/turn.ts'

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Takes pieces until there are none left; how many there were. */
function takeAll(turn: Turn): number {
  let taken = 1
  while (turn.take()) taken++
  return taken
}

describe('Turn', () => {
  it('has an end, and begins anew', async () => {
    const turn = new Turn()
    const share = takeAll(turn)
    assert.equal(turn.take(), false)
    await nextTurn()
    assert.equal(takeAll(turn), share)
  })

  it('goes on with those that wait, in their order, as far as its share goes', async () => {
    const turn = new Turn()
    const order: string[] = []
    const greedy = (name: string): void => {
      order.push(name)
      takeAll(turn)
      if (order.length < 5) turn.wait(() => greedy(name))
    }
    turn.wait(() => greedy('a'))
    turn.wait(() => greedy('b'))
    while (order.length < 6) await nextTurn()
    assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b'])
  })

  it('lets many go on at once that bring little', async () => {
    const turn = new Turn()
    let gone = 0
    for (let index = 0; index < 100; index++) turn.wait(() => void gone++)
    await nextTurn()
    assert.equal(gone, 100)
  })
})
