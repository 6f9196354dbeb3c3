import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import type { CallResult, ComponentService } from '#components'

import { childrenOf } from '../../helpers/child-processes.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

async function openSleeper(context: TestContext, tools: object): Promise<ComponentService> {
  const folder = await temporaryFolder(context)
  await putGuest(folder, 'guest', 'sleeps')
  const policy = { version: '1.0', permissions: {}, tools }
  await writeFile(join(folder, 'guest.policy.yaml'), JSON.stringify(policy))
  const components = await openComponents(context, { folder })
  await components.settle()
  return components
}

/** What a call comes to whose process was killed because of another one in it that spins and is cancelled. */
async function besideSpinningNeighbour(components: ComponentService): Promise<CallResult> {
  for (;;) {
    await components.call('pass', {})
    const before = await childrenOf(process.pid)
    const sleeping = components.call('sleep', { milliseconds: 1_000 })
    // Time for the host to hear that the guest waits, so that the next call comes into the same process.
    await wait(300)
    const calls = new AbortController()
    const spinning = components.call('spin', {}, { signal: calls.signal })
    await wait(200)
    calls.abort()
    await spinning
    const result = await sleeping
    const after = await childrenOf(process.pid)
    // On a slow machine they got a process each, and nothing was interrupted.
    if (!before.some((pid) => after.includes(pid))) return result
  }
}

describe('a call whose process is killed because of another call in it', () => {
  it('is said to have been interrupted', async (t) => {
    const result = await besideSpinningNeighbour(await openSleeper(t, {}))
    assert.equal(result.kind === 'failed' && result.code, 'INTERRUPTED')
  })

  it('is made again where the operator says that its tool only reads', async (t) => {
    const components = await openSleeper(t, { sleep: { 'read-only': true } })
    assert.equal((await besideSpinningNeighbour(components)).kind, 'returned')
    assert.deepEqual(await components.readOnlyTools(), new Set(['sleep']))
  })
})
