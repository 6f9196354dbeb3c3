import type { Readiness } from './io/readiness.ts'

/** The longest wait that `setTimeout` takes; a longer one is waited for in turns. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1
const NANOSECONDS_PER_MILLISECOND = 1_000_000n

/** Ready when the monotonic clock has reached `deadline`; waits are let go when the instance ends. */
export function timerReadiness(deadline: bigint, ended: AbortSignal | undefined): Readiness {
  return {
    isReady: () => process.hrtime.bigint() >= deadline,
    wait: (signal) => sleep(millisecondsUntil(deadline), ended ? AbortSignal.any([signal, ended]) : signal),
  }
}

function millisecondsUntil(deadline: bigint): number {
  const left = deadline - process.hrtime.bigint()
  if (left <= 0n) return 0
  const milliseconds = (left + NANOSECONDS_PER_MILLISECOND - 1n) / NANOSECONDS_PER_MILLISECOND
  return milliseconds > BigInt(MAX_TIMEOUT_MS) ? MAX_TIMEOUT_MS : Number(milliseconds)
}

/** Aborted, it never resolves: the guest that waited is gone, or waits for something else. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return
    const timer = setTimeout(finish, milliseconds)
    signal.addEventListener('abort', cancel, { once: true })
    function finish(): void {
      signal.removeEventListener('abort', cancel)
      resolve()
    }
    function cancel(): void {
      clearTimeout(timer)
    }
  })
}
