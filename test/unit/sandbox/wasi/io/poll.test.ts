import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GuestTrap } from '../../../../../src/sandbox/guest-process/wasi/guest-trap.ts'
import { Pollable, poll } from '../../../../../src/sandbox/guest-process/wasi/io/poll.ts'
import { ALWAYS_READY, type Readiness } from '../../../../../src/sandbox/guest-process/wasi/io/readiness.ts'

/** Ready when told so; counts who waits for it. */
class Switch implements Readiness {
  waiting = 0
  #on = false
  readonly #changed = Promise.withResolvers<void>()

  isReady(): boolean {
    return this.#on
  }

  async wait(signal: AbortSignal): Promise<void> {
    this.waiting++
    signal.addEventListener('abort', () => this.waiting--)
    await this.#changed.promise
  }

  turnOn(): void {
    this.#on = true
    this.#changed.resolve()
  }
}

describe('poll()', () => {
  it('answers the indexes of all that are ready, in order', async () => {
    const never = new Pollable(new Switch())
    const ready = new Pollable(ALWAYS_READY)
    assert.deepEqual([...(await poll([never, ready, never, ready]))], [1, 3])
  })

  it('does not answer before something is ready', async () => {
    const first = new Switch()
    const second = new Switch()
    let answered = false
    const answer = poll([new Pollable(first), new Pollable(second)]).then((indexes) => {
      answered = true
      return indexes
    })
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    assert.equal(answered, false)
    assert.equal(second.waiting, 1)
    second.turnOn()
    assert.deepEqual([...(await answer)], [1])
  })

  it('lets go of what it waited for when it has its answer', async () => {
    const first = new Switch()
    const second = new Switch()
    const answer = poll([new Pollable(first), new Pollable(second)])
    second.turnOn()
    await answer
    assert.equal(first.waiting, 0)
  })

  it('answers a handle that is twice in the list twice', async () => {
    const ready = new Pollable(ALWAYS_READY)
    assert.deepEqual([...(await poll([ready, ready]))], [0, 1])
  })

  it('lets timers and messages of others run, however often a guest polls what is ready', async () => {
    let others = false
    setImmediate(() => (others = true))
    for (let round = 0; round < 3; round++) await poll([new Pollable(ALWAYS_READY)])
    assert.equal(others, true)
  })

  it('traps on an empty list', async () => {
    await assert.rejects(poll([]), GuestTrap)
  })

  it('traps on a list that is longer than the limit', async () => {
    const ready = new Pollable(ALWAYS_READY)
    await assert.rejects(poll(Array.from({ length: 10_001 }, () => ready)), GuestTrap)
  })
})

describe('Pollable', () => {
  it('says whether it is ready without waiting', () => {
    const readiness = new Switch()
    const pollable = new Pollable(readiness)
    assert.equal(pollable.ready(), false)
    readiness.turnOn()
    assert.equal(pollable.ready(), true)
  })

  it('blocks until it is ready', async () => {
    const readiness = new Switch()
    const blocked = new Pollable(readiness).block()
    readiness.turnOn()
    await blocked
    assert.equal(readiness.isReady(), true)
  })

  it('is no pollable when a guest makes up its handle', () => {
    // jco gives a forged handle an object of the class that never saw its constructor.
    const forged: unknown = Object.create(Pollable.prototype)
    assert.ok(forged instanceof Pollable)
    assert.throws(() => forged.ready(), TypeError)
  })
})
