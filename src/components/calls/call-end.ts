import type { Outcome } from '#sandbox'
import { ReadResult, type WitFunction } from '#wit'

import type { CallEnd } from '../types.ts'

/** What was called. */
interface Called {
  readonly id: string
  readonly called: WitFunction
}

/** What an outcome means to whoever called: a value as JSON, or one sentence; one that does not fit its type or its limit is a failure. */
export function toCallEnd(outcome: Outcome, { id, called }: Called): CallEnd {
  switch (outcome.kind) {
    case 'returned':
      return returned(outcome.value)
    case 'unusable':
      return failed(outcome.code, outcome.message)
    case 'trapped':
      return failed('TRAPPED', `The component '${id}' trapped in '${called.name}': ${outcome.message}`)
    case 'exited':
      return failed('EXITED', `The component '${id}' ended itself in '${called.name}': ${outcome.message}`)
    case 'limit':
      return failed(`LIMIT_${outcome.limit.toUpperCase()}`, describeLimit(outcome, id))
    case 'crashed':
      return failed('CRASHED', `The component '${id}' could not be run: ${outcome.message}${others(outcome)}`)
    case 'interrupted':
      return failed(
        'INTERRUPTED',
        `The process of component '${id}' was stopped because of another call in it; call '${called.name}' again`,
      )
    case 'cancelled':
      return failed('CANCELLED', `The call of '${called.name}' was cancelled`)
    case 'busy':
      return failed(
        'BUSY',
        `The component '${id}' has too many calls already; call '${called.name}' again later`,
      )
  }
}

/** A call that came to nothing. */
export function failed(code: string, message: string): CallEnd {
  return { kind: 'failed', code, message }
}

function returned(value: unknown): CallEnd {
  if (!(value instanceof ReadResult)) throw new TypeError('The result was read by something else')
  const { json, isError } = value
  return json === null ? { kind: 'returned-nothing' } : { kind: 'returned', json, isError }
}

function describeLimit(outcome: Extract<Outcome, { kind: 'limit' }>, id: string): string {
  const limit = {
    time: 'time limit',
    processor: 'limit for processor time',
    memory: 'memory limit',
    result: 'limit for results',
  }[outcome.limit]
  return `The component '${id}' reached its ${limit}: ${outcome.message}${others(outcome)}`
}

function others({ isShared }: { readonly isShared?: boolean }): string {
  return isShared === true ? '; other calls were in its process, call again if the fault may be theirs' : ''
}
