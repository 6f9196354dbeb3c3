import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Outcome, ResultSink } from '#sandbox'
import { ResultReader, type WitType } from '#wit'

import { type HostileComponent, hostileComponent } from '../../helpers/hostile-glue.ts'

const LISTS: WitType = { kind: 'list', element: { kind: 'list', element: { kind: 'u8' } } }

/** More than there may be answers that nobody reads: they would be a hundred megabytes. */
const MANY_QUESTIONS = 200_000

/** Asks until it is not listened to for a while, and only then lets what it was answered be read; says how often it asked. */
const ASK_WITHOUT_READING = `
  const clock = new Int32Array(new SharedArrayBuffer(4))
  const pass = () => new Promise((resolve) => setTimeout(resolve, 1))
  globalThis.askWithoutReading = async (most) => {
    let asked = 0
    let rest = Buffer.alloc(0)
    const write = () => { try { rest = rest.subarray(fs.writeSync(3, rest)); return true } catch (error) { if (error.code !== 'EAGAIN') throw error; return false } }
    for (let refused = 0; asked < most && refused < 500;) {
      if (rest.length === 0) rest = frame('state', data({ callId: 1, requestId: ++asked, request: { kind: 'open', bucket: '' } }))
      if (write()) refused = 0
      else { refused++; Atomics.wait(clock, 0, 0, 2) }
    }
    while (rest.length > 0) if (!write()) await pass()
    return asked
  }`

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

  it('while a process asks and asks and reads no answer: it is listened to again when it has read', async (t) => {
    const bystander = await hostileComponent(t, {})
    await bystander.call('pass')
    const attacker = await hostileComponent(
      t,
      { attack: `() => askWithoutReading(${MANY_QUESTIONS})` },
      {
        start: ASK_WITHOUT_READING,
      },
    )
    const asked = { most: 0 }
    const result: ResultSink = {
      push: (piece) => numbers.push(piece),
      end: () => (asked.most = Number(numbers.end().json)),
    }
    const numbers = new ResultReader({ kind: 'u32' })
    const attack = attacker.call('attack', [], { result })
    assert.ok((await answersDuring(attack, bystander)) > 3)
    assert.equal((await attack).kind, 'returned')
    assert.ok(asked.most > 0 && asked.most < MANY_QUESTIONS, String(asked.most))
  })
})
