import { setTimeout as sleep } from 'node:timers/promises'

import { CodedError, isCodedError } from '#platform'

import { UNREACHABLE } from '../lock-file/fetch-as-locked.ts'
import type { RetryPolicy } from './provisioning.ts'

/** Runs `work` again while a registry does not answer: what is wrong with a component stays so. @throws CodedError of the last attempt */
export async function withRetries<T>(
  { attempts, waitMs }: RetryPolicy,
  work: () => Promise<T>,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isCodedError(error) || !UNREACHABLE.has(error.code)) throw error
    }
    await sleep(waitMs(attempt), undefined, { signal }).catch(() => {
      throw new CodedError('CANCELLED', 'Provisioning was cancelled')
    })
  }
}
