import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'

import { SILENT_LOGGER } from '#platform'
import { DEFAULT_LIMITS, type Limits, PROCESS_ISOLATION } from '#sandbox'

import { ComponentGroup } from '../../../../src/sandbox/pool/component-group.ts'

/** A process as the group sees it. */
function fakeProcess({ isIdle = false, usedAt = 0, residentBytes = 0 } = {}) {
  const paused = Promise.withResolvers<void>()
  const killed = Promise.withResolvers<string>()
  return {
    isIdle,
    usedAt,
    residentBytes,
    isUsable: true,
    chargedMs: 0,
    paused: paused.promise,
    killed: killed.promise,
    pause: () => paused.resolve(),
    resume: () => {},
    kill() {
      this.isUsable = false
      killed.resolve('given up')
    },
    killForMemory: (message: string) => killed.resolve(message),
    checkProcessorTime: () => {},
    checkRest: () => {},
  }
}

type FakeProcess = ReturnType<typeof fakeProcess>

function open(t: TestContext, tools: readonly (readonly FakeProcess[])[], limits: Partial<Limits> = {}) {
  const group = new ComponentGroup(SILENT_LOGGER)
  const members = tools.map((processes) => ({ limits: { ...DEFAULT_LIMITS, ...limits }, processes }))
  for (const member of members) group.join(member)
  t.after(() => {
    for (const member of members) group.leave(member)
  })
  return group
}

describe('ComponentGroup', () => {
  it('has a place for four processes of all tools', async (t) => {
    const processes = Array.from({ length: 3 }, () => [fakeProcess({ isIdle: true })])
    await open(t, processes).start(PROCESS_ISOLATION, async () => {})
    assert.ok(processes.flat().every((process) => process.isUsable))
  })

  it('gives up the process that was idle longest for a fifth', async (t) => {
    const processes = [4, 2, 3, 1].map((usedAt) => fakeProcess({ usedAt, isIdle: usedAt !== 1 }))
    await open(t, [processes.slice(0, 2), processes.slice(2)]).start(PROCESS_ISOLATION, async () => {})
    assert.deepEqual(
      processes.map((process) => process.isUsable),
      [true, false, true, true],
    )
  })

  it('lets starts wait in order while all processes have calls', async (t) => {
    const processes = Array.from({ length: 4 }, () => fakeProcess())
    const group = open(t, [processes])
    const placed: string[] = []
    const starts = ['first', 'second'].map((name) =>
      group.start(PROCESS_ISOLATION, async () => void placed.push(name)),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.deepEqual(placed, [])
    for (const process of processes) process.isIdle = true
    await Promise.all(starts)
    assert.deepEqual(placed, ['first', 'second'])
  })

  it('counts a process that is still being started before the next one has a place', async (t) => {
    const processes = Array.from({ length: 3 }, () => fakeProcess())
    const group = open(t, [processes])
    const starts = Array.from({ length: 2 }, () =>
      group.start(PROCESS_ISOLATION, async () => {
        await new Promise((resolve) => setImmediate(resolve))
        processes.push(fakeProcess({ isIdle: true }))
      }),
    )
    await Promise.all(starts)
    // The first of both has been given up for the second.
    assert.deepEqual(
      processes.map((process) => process.isUsable),
      [true, true, true, false, true],
    )
  })

  it('goes on after a start that failed', async (t) => {
    const group = open(t, [[]])
    const failed = group.start(PROCESS_ISOLATION, () => Promise.reject(new Error('no room')))
    await assert.rejects(failed, /no room/)
    await group.start(PROCESS_ISOLATION, async () => {})
  })

  it('kills the biggest process when all tools together have too much memory', async (t) => {
    const [small, big] = [fakeProcess({ residentBytes: 300 }), fakeProcess({ residentBytes: 400 })]
    const group = open(t, [[small], [big]], { residentBytes: 600 })
    await group.start(PROCESS_ISOLATION, async () => {})
    assert.match(await big.killed, /Its calls together/)
    assert.equal(await Promise.race([small.killed, Promise.resolve('alive')]), 'alive')
  })

  it('stops all tools together when they have used up the share of the component', async (t) => {
    const processes = [fakeProcess(), fakeProcess()]
    const group = open(t, [processes.slice(0, 1), processes.slice(1)], { processorShare: 0.1 })
    await group.start(PROCESS_ISOLATION, async () => {})
    // Each is within what could be saved up.
    for (const process of processes) process.chargedMs = 90
    await Promise.all(processes.map((process) => process.paused))
  })
})
