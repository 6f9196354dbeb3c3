import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { AllProcesses } from '../../../../src/sandbox/process/all-processes.ts'

const MIB = 1024 * 1024

/** A process as it is counted. */
function fakeProcess({ mebibytes = 100, isIdle = false, usedAt = 0 } = {}) {
  const ended = Promise.withResolvers<string>()
  return {
    residentBytes: mebibytes * MIB,
    isIdle,
    usedAt,
    isClosed: false,
    ended: ended.promise,
    kill() {
      this.isClosed = true
      ended.resolve('given up')
    },
    killForMemory(message: string) {
      this.isClosed = true
      ended.resolve(message)
    },
  }
}

function open(t: TestContext, mebibytes: number, processes: readonly ReturnType<typeof fakeProcess>[]) {
  const all = new AllProcesses(mebibytes * MIB)
  for (const process of processes) all.add(process)
  t.after(() => all.close())
  return all
}

describe('AllProcesses', () => {
  it('has room within its memory, and gives up nobody', async (t) => {
    const idle = fakeProcess({ isIdle: true })
    await open(t, 200, [idle]).room()
    assert.equal(idle.isClosed, false)
  })

  it('gives up as many as it takes of those without a call, the longest unused first', async (t) => {
    const processes = [4, 2, 3, 1].map((usedAt) => fakeProcess({ usedAt, isIdle: usedAt !== 1 }))
    await open(t, 400, processes).room()
    assert.deepEqual(
      processes.map((process) => process.isClosed),
      [false, true, false, false],
    )
  })

  it('lets starts wait in order until somebody ends', async (t) => {
    const busy = fakeProcess({ mebibytes: 300 })
    const all = open(t, 350, [busy])
    const started: string[] = []
    const starts = ['first', 'second'].map(async (name) => {
      await all.room()
      started.push(name)
    })
    await setTimeout(120)
    assert.deepEqual([started, busy.isClosed], [[], false])
    busy.kill()
    await Promise.all(starts)
    assert.deepEqual(started, ['first', 'second'])
  })

  it('keeps room for what a process will take that has only just been started', async (t) => {
    const all = open(t, 250, [fakeProcess()])
    const started = fakeProcess({ mebibytes: 1 })
    await all.room()
    all.add(started)
    let isThere = false
    const next = all.room().then(() => (isThere = true))
    await setTimeout(120)
    assert.deepEqual([isThere, started.isClosed], [false, false])
    started.kill()
    await next
  })

  it('lets nobody wait who was cancelled', async (t) => {
    const all = open(t, 350, [fakeProcess({ mebibytes: 300 })])
    const abort = new AbortController()
    const waiting = all.room(abort.signal)
    abort.abort()
    await waiting
  })

  it('has room for one process, however little there is', async (t) => {
    await open(t, 1, []).room()
  })

  it('kills the biggest when those with calls take too much', async (t) => {
    const [small, big] = [fakeProcess(), fakeProcess({ mebibytes: 250 })]
    open(t, 300, [small, big])
    assert.match(await big.ended, /All components together took more than 300 MiB/)
    assert.equal(small.isClosed, false)
  })

  it('gives up who has no call before anybody who has', async (t) => {
    const [busy, idle] = [fakeProcess({ mebibytes: 250 }), fakeProcess({ isIdle: true })]
    open(t, 300, [busy, idle])
    assert.equal(await idle.ended, 'given up')
    assert.equal(busy.isClosed, false)
  })
})
