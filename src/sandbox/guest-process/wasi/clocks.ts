import type { GuestContext } from './guest-context.ts'
import { Pollable } from './io/poll.ts'
import { timerReadiness } from './timer.ts'

const NANOSECONDS_PER_MILLISECOND = 1_000_000n
const MILLISECONDS_PER_SECOND = 1000n

/** The step of the wall clock: a millisecond. */
export const CLOCK_RESOLUTION_NS = NANOSECONDS_PER_MILLISECOND

/** `wasi:clocks/wall-clock` `datetime`, and `instant` of 0.3. */
export interface Datetime {
  readonly seconds: bigint
  readonly nanoseconds: number
}

/** The imports of `wasi:clocks` 0.2; the time zone is always UTC, for the host's tells where a person is. */
export function createClocks(guest: GuestContext): Record<string, object> {
  return {
    'wasi:clocks/monotonic-clock': {
      now: monotonicNow,
      resolution: () => 1n,
      subscribeInstant: (when: bigint) => new Pollable(timerReadiness(when, guest.signal)),
      subscribeDuration: (duration: bigint) =>
        new Pollable(timerReadiness(monotonicNow() + duration, guest.signal)),
    },
    'wasi:clocks/wall-clock': {
      now: wallClockNow,
      resolution: (): Datetime => ({ seconds: 0n, nanoseconds: Number(CLOCK_RESOLUTION_NS) }),
    },
    'wasi:clocks/timezone': {
      display: () => ({ utcOffset: 0, name: 'UTC', inDaylightSavingTime: false }),
      utcOffset: () => 0,
    },
  }
}

/** Nanoseconds since some moment of the past, never going back. */
export function monotonicNow(): bigint {
  return process.hrtime.bigint()
}

/** The time since 1970, in steps of a millisecond. */
export function wallClockNow(): Datetime {
  const milliseconds = BigInt(Date.now())
  return {
    seconds: milliseconds / MILLISECONDS_PER_SECOND,
    nanoseconds: Number((milliseconds % MILLISECONDS_PER_SECOND) * NANOSECONDS_PER_MILLISECOND),
  }
}
