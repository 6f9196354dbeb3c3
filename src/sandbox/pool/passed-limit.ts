import type { Limits } from '../limits.ts'
import type { Outcome } from '../outcome.ts'

/** The outcome of the calls that waited for a process that took too long to start. */
export function startLimitPassed({ startMs }: Pick<Limits, 'startMs'>): Outcome {
  return { kind: 'limit', limit: 'time', message: `It took longer than ${startMs / 1000} s to start` }
}

/** The outcome of a call that took too long. */
export function timeLimitPassed({ callMs }: Pick<Limits, 'callMs'>): Outcome {
  return { kind: 'limit', limit: 'time', message: `The call took longer than ${callMs / 1000} s` }
}

/** The outcome of a call that computed for too long. */
export function processorLimitPassed({ callProcessorMs }: Pick<Limits, 'callProcessorMs'>): Outcome {
  const message = `The call took more than ${callProcessorMs / 1000} s of processor time`
  return { kind: 'limit', limit: 'processor', message }
}
