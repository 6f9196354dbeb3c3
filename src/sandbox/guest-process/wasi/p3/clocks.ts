import { CLOCK_RESOLUTION_NS, monotonicNow, wallClockNow } from '../clocks.ts'
import type { GuestContext } from '../guest-context.ts'
import { waitForAny } from '../io/readiness.ts'
import { timerReadiness } from '../timer.ts'

/** The imports of `wasi:clocks` 0.3; the time zone is always UTC, for the host's tells where a person is. */
export function createClocks3(guest: GuestContext): Record<string, object> {
  const waitUntil = (mark: bigint): Promise<void> => waitForAny([timerReadiness(mark, guest.signal)])
  return {
    'wasi:clocks/types': {},
    'wasi:clocks/monotonic-clock': {
      now: monotonicNow,
      getResolution: () => 1n,
      waitUntil,
      waitFor: (duration: bigint) => waitUntil(monotonicNow() + duration),
    },
    'wasi:clocks/system-clock': { now: wallClockNow, getResolution: () => CLOCK_RESOLUTION_NS },
    'wasi:clocks/timezone': { ianaId: () => 'UTC', utcOffset: () => 0n, toDebugString: () => 'UTC' },
  }
}
