import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { CodedError } from '#platform'

import { withRetries } from '../../../../src/components/provisioning/with-retries.ts'

/** Fails with these codes one after the other, then answers. */
function failing(...codes: readonly string[]) {
  const waits: number[] = []
  const left = [...codes]
  let calls = 0
  const work = async (): Promise<number> => {
    calls += 1
    const code = left.shift()
    if (code !== undefined) throw new CodedError(code, 'It failed')
    return calls
  }
  const policy = (attempts: number) => ({ attempts, waitMs: (attempt: number) => (waits.push(attempt), 0) })
  return { work, waits, policy, calls: () => calls }
}

describe('withRetries()', () => {
  it('tries again while a registry does not answer, and waits in between', async () => {
    const { work, waits, policy } = failing('HOST_UNREACHABLE', 'REGISTRY_UNAVAILABLE')
    assert.equal(await withRetries(policy(3), work, {}), 3)
    assert.deepEqual(waits, [1, 2])
  })

  it('ends with the last failure', async () => {
    const { work, policy, calls } = failing('HOST_UNREACHABLE', 'TIMED_OUT', 'RATE_LIMITED')
    await assert.rejects(withRetries(policy(2), work, {}), { code: 'TIMED_OUT' })
    assert.equal(calls(), 2)
  })

  it('does not try again what stays wrong', async () => {
    for (const code of ['LOCK_MISMATCH', 'DIGEST_MISMATCH', 'NOT_A_COMPONENT', 'TAG_NOT_FOUND']) {
      const { work, policy, calls } = failing(code)
      await assert.rejects(withRetries(policy(5), work, {}), { code })
      assert.equal(calls(), 1)
    }
  })

  it('ends when it is cancelled', async () => {
    const { work } = failing('HOST_UNREACHABLE')
    const policy = { attempts: 2, waitMs: () => 60_000 }
    await assert.rejects(withRetries(policy, work, { signal: AbortSignal.abort() }), { code: 'CANCELLED' })
  })
})
