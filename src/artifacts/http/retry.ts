import { setTimeout as sleep } from 'node:timers/promises'

import { isCodedError } from '#platform'

import { abortError } from '../abort-error.ts'
import type { HttpResponse } from './http-request.ts'
import type { RetryPolicy } from './http-settings.ts'
import { CONNECTION_LOST } from './network-error.ts'

const HTTP_DATE = /^[A-Z][a-z]+, /
const RETRYABLE: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** Repeats `attempt` while it fails in a way that passes: broken connections and the statuses that say so. */
export async function withRetries(
  attempt: () => Promise<HttpResponse>,
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  for (let retry = 0; ; retry += 1) {
    const outcome = await attempt().catch((error: unknown) => {
      if (retry < policy.retries && isCodedError(error, CONNECTION_LOST)) return null
      throw error
    })
    const delay = delayBefore(retry, outcome, policy)
    if (outcome !== null && (delay === null || retry >= policy.retries)) return outcome
    await outcome?.discard()
    await pause(delay ?? 0, signal)
  }
}

/** Milliseconds until the next attempt, or null when the answer is final. */
function delayBefore(retry: number, response: HttpResponse | null, policy: RetryPolicy): number | null {
  const backoff = policy.baseDelayMs * 2 ** retry * (0.5 + Math.random() / 2)
  if (response === null) return backoff
  if (!RETRYABLE.has(response.status)) return null
  const asked = retryAfterMs(response.headers['retry-after'], Date.now())
  if (asked === null) return backoff
  return asked > policy.longestDelayMs ? null : asked
}

/** The pause that a `Retry-After` header asks for (RFC 9110 section 10.2.3), in milliseconds. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  if (!HTTP_DATE.test(header)) return null
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal?.aborted ? abortError(signal) : error
  })
}
