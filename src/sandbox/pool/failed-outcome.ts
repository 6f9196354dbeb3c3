import type { Outcome } from '../outcome.ts'
import type { FailureReason } from '../protocol/component-protocol.ts'
import type { ProcessEnd } from '../process/sandbox-process.ts'

interface Failure {
  readonly reason: FailureReason
  readonly message: string
}

const KIND_OF_FAILURE: Readonly<Record<FailureReason, (message: string) => Outcome>> = {
  trap: (message) => ({ kind: 'trapped', message }),
  exit: (message) => ({ kind: 'exited', message }),
  memory: (message) => ({ kind: 'limit', limit: 'memory', message }),
  'result-too-large': (message) => ({ kind: 'limit', limit: 'result', message }),
  'no-such-export': (message) => ({ kind: 'crashed', message }),
}

/** The outcome of a call that failed as its process says. */
export function failedOutcome({ reason, message }: Failure): Outcome {
  return KIND_OF_FAILURE[reason](message)
}

/** The outcome of the calls that waited for a process that could not start the component. */
export function startFailure({ reason, message }: Failure): Outcome {
  return reason === 'memory' ? failedOutcome({ reason, message }) : { kind: 'crashed', message }
}

/** The outcome of the calls whose process ended under them. */
export function crashedOutcome({ how, ranOutOfMemory }: ProcessEnd): Outcome {
  return ranOutOfMemory
    ? {
        kind: 'limit',
        limit: 'memory',
        message: 'The values that the call handed over did not fit into memory',
      }
    : { kind: 'crashed', message: `Its process ended (${how}); the log of the server may say why` }
}
