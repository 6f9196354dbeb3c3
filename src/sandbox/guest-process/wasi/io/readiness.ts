/** Something that a guest can wait for. */
export interface Readiness {
  /** Whether an operation would make progress now. */
  isReady(): boolean
  /** Resolves when `isReady` should be asked again; once `signal` is aborted nobody waits any more. */
  wait(signal: AbortSignal): Promise<void>
}

/** For what never makes a guest wait. */
export const ALWAYS_READY: Readiness = { isReady: () => true, wait: () => Promise.resolve() }

/** Ready as soon as `promise` is settled, either way. */
export function readyAfter(promise: Promise<unknown>): Readiness {
  let settled = false
  const done = promise.then(
    () => void (settled = true),
    () => void (settled = true),
  )
  return { isReady: () => settled, wait: () => done }
}

/** Waits until one of them is ready. */
export async function waitForAny(readinesses: readonly Readiness[]): Promise<void> {
  while (!readinesses.some((readiness) => readiness.isReady())) {
    const waiting = new AbortController()
    try {
      await Promise.race(readinesses.map((readiness) => readiness.wait(waiting.signal)))
    } finally {
      waiting.abort()
    }
  }
}
