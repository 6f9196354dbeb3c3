import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SharedWork } from '../../../src/artifacts/shared-work.ts'

describe('SharedWork', () => {
  it('runs equal work once and gives its outcome to all', async () => {
    const shared = new SharedWork<number>()
    let runs = 0
    const work = async (): Promise<number> => (runs += 1)
    assert.deepEqual(await Promise.all([shared.run('a', work, {}), shared.run('a', work, {})]), [1, 1])
    assert.equal(await shared.run('a', work, {}), 2)
  })

  it('ends the work when the last one who waits goes, and waits until it has tidied up', async () => {
    const shared = new SharedWork<void>()
    const first = new AbortController()
    const second = new AbortController()
    const steps: string[] = []
    const work = async ({ signal }: { signal?: AbortSignal | undefined }): Promise<void> => {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      steps.push('tidied')
    }
    const one = shared.run('a', work, { signal: first.signal })
    const other = shared.run('a', work, { signal: second.signal })
    first.abort()
    await assert.rejects(one, { code: 'CANCELLED' })
    assert.deepEqual(steps, [])
    second.abort()
    await assert.rejects(other, { code: 'CANCELLED' })
    assert.deepEqual(steps, ['tidied'])
  })

  it('starts anew after a failure', async () => {
    const shared = new SharedWork<string>()
    await assert.rejects(
      shared.run('a', () => Promise.reject(new Error('no')), {}),
      /no/,
    )
    assert.equal(await shared.run('a', () => Promise.resolve('yes'), {}), 'yes')
  })

  it('tells the end of the time from the wish of the caller', async () => {
    const shared = new SharedWork<void>()
    const timeout = AbortSignal.abort(new DOMException('late', 'TimeoutError'))
    await assert.rejects(
      shared.run('a', () => Promise.resolve(), { signal: timeout }),
      { code: 'TIMED_OUT' },
    )
  })
})
