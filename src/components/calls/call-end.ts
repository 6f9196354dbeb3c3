import { isCodedError } from '#platform'
import type { Outcome } from '#sandbox'
import { isErrResult, toJson, type WitFunction } from '#wit'

import type { CallEnd } from '../types.ts'

/** What was called. */
interface Called {
  readonly id: string
  readonly called: WitFunction
  /** The most that its result may take as JSON, in bytes, about. */
  readonly maxBytes: number
}

/** What an outcome means to whoever called: a value as JSON, or one sentence; one that does not fit its type or its limit is a failure. */
export function toCallEnd(outcome: Outcome, { id, called, maxBytes }: Called): CallEnd {
  switch (outcome.kind) {
    case 'returned':
      return convertResult(outcome.value, called, maxBytes)
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

function convertResult(value: unknown, { result }: WitFunction, maxBytes: number): CallEnd {
  if (result === null) return { kind: 'returned-nothing' }
  try {
    return {
      kind: 'returned',
      value: toJson(value, result, { maxBytes }),
      isError: isErrResult(value, result),
    }
  } catch (error) {
    if (isCodedError(error)) return failed(error.code, error.message)
    throw error
  }
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
