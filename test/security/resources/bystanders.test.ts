import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Outcome, ResultSink } from '#sandbox'
import { ResultReader, type WitType } from '#wit'

import { type HostileComponent, hostileComponent } from '../../helpers/hostile-glue.ts'

const LISTS: WitType = { kind: 'list', element: { kind: 'list', element: { kind: 'u8' } } }

/** How many calls of `bystander` are answered until `attack` has ended. */
async function answersDuring(attack: Promise<unknown>, bystander: HostileComponent): Promise<number> {
  const state = { isOver: false }
  void attack.finally(() => (state.isOver = true))
  let answers = 0
  for (; !state.isOver; answers++) {
    assert.deepEqual(await bystander.call('pass'), { kind: 'returned', value: true })
  }
  return answers
}

describe('another component is answered', () => {
  it('while the result of a call is millions of values, which come in pieces', async (t) => {
    const bystander = await hostileComponent(t, {})
    await bystander.call('pass')
    const attacker = await hostileComponent(t, {
      attack: '() => Array.from({ length: 3_000_000 }, () => new Uint8Array())',
    })
    const begun = Promise.withResolvers<void>()
    const reader = new ResultReader(LISTS)
    const result: ResultSink = {
      push: (piece) => {
        begun.resolve()
        reader.push(piece)
      },
      end: () => reader.end().json?.length,
    }
    const attack = attacker.call('attack', [], { result })
    await begun.promise
    assert.ok((await answersDuring(attack, bystander)) > 3)
    assert.deepEqual(await attack, { kind: 'returned', value: 9_000_001 })
  })

  const floods: readonly (readonly [what: string, code: string])[] = [
    ['says again and again that it waits', `say({ kind: 'waiting' })`],
    ['prints for a call that nobody made', `say({ kind: 'output', id: 99, stream: 'stdout', text: '' })`],
    ['tells of uses of files', `say({ kind: 'used', id: 99, uses: many, others: 1 })`],
    ['sends answers of nobody', `say({ kind: 'result', id: 99, bytes: new Uint8Array(40_000) })`],
    ['prints on its own stderr', `try { fs.writeSync(2, Buffer.alloc(65_536, 'x')) } catch {}`],
  ]
  for (const [what, code] of floods) {
    it(`while a process ${what}`, async (t) => {
      const bystander = await hostileComponent(t, {})
      await bystander.call('pass')
      const attacker = await hostileComponent(t, {
        attack: `() => {
          const many = Array.from({ length: 100 }, (_, index) => ({ path: '/' + index, access: 'read', count: 1, bytes: 1 }))
          for (const end = Date.now() + 2_000; Date.now() < end;) ${code}
          return true
        }`,
      })
      const attack: Promise<Outcome> = attacker.call('attack')
      assert.ok((await answersDuring(attack, bystander)) > 3)
      assert.ok(['returned', 'crashed'].includes((await attack).kind))
    })
  }
})
