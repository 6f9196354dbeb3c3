import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { recordingLogger } from '../../helpers/recording-logger.ts'

const MIB = 1024 * 1024
const PAGES_PER_MIB = 16

describe('limits of a call', () => {
  it('kills a guest that spins, and the next call works', async (t) => {
    const sandbox = await openSandbox(t, { limits: { callMs: 2_000 } })
    const spins = await guestFile('spins')
    assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), { kind: 'returned', value: true })
    const outcome = await callGuest(sandbox, spins, { name: 'spin' })
    assert.equal(outcome.kind, 'limit')
    assert.equal(outcome.kind === 'limit' && outcome.limit, 'time')
    assert.deepEqual(await callGuest(sandbox, spins, { name: 'pass' }), { kind: 'returned', value: true })
  })

  it('answers a call of the same component while another one spins', async (t) => {
    const sandbox = await openSandbox(t)
    const spins = await guestFile('spins')
    await callGuest(sandbox, spins, { name: 'pass' })
    const abort = new AbortController()
    const spinning = callGuest(sandbox, spins, { name: 'spin', signal: abort.signal })
    const passed = await Promise.race([callGuest(sandbox, spins, { name: 'pass' }), spinning])
    assert.deepEqual(passed, { kind: 'returned', value: true })
    abort.abort()
    assert.deepEqual(await spinning, { kind: 'cancelled' })
  })

  it('lets memory grow to the limit and no further', async (t) => {
    const sandbox = await openSandbox(t, { limits: { memoryBytes: 32 * MIB } })
    const grows = await guestFile('grows')
    const outcome = await callGuest(sandbox, grows, { name: 'grow-and-touch', args: [100_000] })
    assert.deepEqual(outcome, { kind: 'returned', value: 32 * PAGES_PER_MIB })
  })

  it('lets a table grow to the limit and no further', async (t) => {
    const sandbox = await openSandbox(t, { limits: { tableEntries: 1_000 } })
    const outcome = await callGuest(sandbox, await guestFile('grows'), {
      name: 'grow-table',
      args: [100_000],
    })
    assert.deepEqual(outcome.kind === 'returned' && Number(outcome.value) <= 1_000, true)
  })

  it('starts no component that is made of more core instances than it may be', async (t) => {
    const sandbox = await openSandbox(t, { limits: { coreInstances: 0 } })
    const outcome = await callGuest(sandbox, await guestFile('grows'), { name: 'pass' })
    assert.equal(outcome.kind, 'crashed')
  })

  it('says that the memory limit was reached when a guest traps because of it', async (t) => {
    const sandbox = await openSandbox(t, { limits: { memoryBytes: 32 * MIB } })
    const outcome = await callGuest(sandbox, await guestFile('grows'), { name: 'grow-or-trap' })
    assert.equal(outcome.kind === 'limit' && outcome.limit, 'memory')
  })

  for (const name of ['execute-unreachable', 'read-out-of-bounds', 'divide-by-zero', 'overflow-stack']) {
    it(`reports a trap as a trap: ${name}`, async (t) => {
      const sandbox = await openSandbox(t)
      const traps = await guestFile('traps')
      assert.equal((await callGuest(sandbox, traps, { name })).kind, 'trapped')
      assert.deepEqual(await callGuest(sandbox, traps, { name: 'pass' }), { kind: 'returned', value: true })
    })
  }

  it('queues what is over the number of calls at once, and refuses what is over the queue', async (t) => {
    const sandbox = await openSandbox(t, { limits: { concurrentCalls: 2, queuedCalls: 2 } })
    const sleeps = await guestFile('sleeps')
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => callGuest(sandbox, sleeps, { name: 'sleep', args: [300] })),
    )
    const kinds = outcomes.map(({ kind }) => kind).toSorted()
    assert.deepEqual(kinds, ['busy', 'busy', 'returned', 'returned', 'returned', 'returned'])
  })
})

describe('a fresh instance for each call', () => {
  it('shows no call what another one left in memory', async (t) => {
    const sandbox = await openSandbox(t)
    const stateful = await guestFile('stateful')
    const outcomes = []
    for (let call = 0; call < 5; call++)
      outcomes.push(await callGuest(sandbox, stateful, { name: 'count-calls' }))
    assert.deepEqual(
      outcomes,
      Array.from({ length: 5 }, () => ({ kind: 'returned', value: 1 })),
    )
  })
})

describe('waiting calls', () => {
  it('suspends forty calls in one process at once', async (t) => {
    const sandbox = await openSandbox(t, { limits: { concurrentCalls: 40 } })
    const sleeps = await guestFile('sleeps')
    const calls = Array.from({ length: 40 }, () =>
      callGuest(sandbox, sleeps, { name: 'sleep-by-poll', args: [200] }),
    )
    for (const outcome of await Promise.all(calls)) assert.equal(outcome.kind, 'returned')
  })

  it('ends a cancelled call', async (t) => {
    const sandbox = await openSandbox(t)
    const abort = new AbortController()
    const call = callGuest(sandbox, await guestFile('sleeps'), {
      name: 'sleep',
      args: [60_000],
      signal: abort.signal,
    })
    setTimeout(() => abort.abort(), 300)
    assert.deepEqual(await call, { kind: 'cancelled' })
  })
})

describe('a call that is dropped', () => {
  it('takes no other call along while its guest only waits', async (t) => {
    const sandbox = await openSandbox(t)
    const sleeps = await guestFile('sleeps')
    await callGuest(sandbox, sleeps, { name: 'sleep', args: [1] })
    const abort = new AbortController()
    const dropped = callGuest(sandbox, sleeps, { name: 'sleep', args: [60_000], signal: abort.signal })
    const other = callGuest(sandbox, sleeps, { name: 'sleep', args: [1_000] })
    setTimeout(() => abort.abort(), 100)
    assert.deepEqual(await dropped, { kind: 'cancelled' })
    assert.equal((await other).kind, 'returned')
  })
})

describe('what a guest prints', () => {
  it('goes to the log, cut at the limits of a call', async (t) => {
    const logger = recordingLogger()
    const sandbox = await openSandbox(t, { logger, limits: { outputBytes: 1_000, outputLines: 5 } })
    await callGuest(sandbox, await guestFile('chatty'), { name: 'write-stdout', args: [100_000] })
    const printed = logger.lines.map(({ message }) => message).join('')
    assert.match(printed, /output limit reached/)
    assert.ok(printed.length < 1_200, `${printed.length} characters were logged`)
  })

  it('takes no line of the log for each byte', async (t) => {
    const logger = recordingLogger()
    const sandbox = await openSandbox(t, { logger })
    await callGuest(sandbox, await guestFile('chatty'), { name: 'write-byte-by-byte', args: [50_000] })
    assert.equal(logger.lines.map(({ message }) => message).join(''), 'T'.repeat(50_000))
    assert.ok(logger.lines.length < 20, `${logger.lines.length} lines`)
  })
})
