import { describeError, isCodedError } from '#platform'

import type { StateReply, StateRequest } from '../protocol/state-protocol.ts'
import type { StateGrant } from './component-state.ts'
import { parseStateRequest } from './parse-state-request.ts'

/** A message of a sandbox process about state; `request` is not parsed yet. */
export interface StateEnvelope {
  readonly callId: number
  readonly requestId: number
  readonly request: unknown
}

/** A wish for state that was denied. */
export interface StateAttempt {
  readonly kind: 'state'
}

/** The state of one sandbox process: every request belongs to a call and ends with it. */
export class StateSession {
  readonly #grant: StateGrant | null
  readonly #reply: (requestId: number, reply: StateReply) => void
  /** Calls under way, and who hears of what is denied to them. */
  readonly #calls = new Map<number, (attempt: StateAttempt) => void>()

  /** Without a grant everything is denied. */
  constructor(grant: StateGrant | null, reply: (requestId: number, reply: StateReply) => void) {
    this.#grant = grant
    this.#reply = reply
  }

  /** From now on the call may ask. */
  beginCall(callId: number, reportDenial: (attempt: StateAttempt) => void): void {
    this.#calls.set(callId, reportDenial)
  }

  /** Whatever the call asks from now on is not done. */
  endCall(callId: number): void {
    this.#calls.delete(callId)
  }

  /** Takes a message; false when our code can not have sent it, so that the process has to be killed. */
  receive({ callId, requestId, request }: StateEnvelope): boolean {
    const parsed = parseStateRequest(request)
    if (parsed === null) return false
    const reportDenial = this.#calls.get(callId)
    // The call may have been ended here while its guest went on: nobody waits for a reply.
    if (reportDenial === undefined) return true
    if (this.#grant === null) reportDenial({ kind: 'state' })
    this.#reply(requestId, this.#grant === null ? { kind: 'denied' } : perform(this.#grant, parsed))
    return true
  }
}

function perform({ state, quotaBytes }: StateGrant, request: StateRequest): StateReply {
  try {
    return { kind: 'done', result: state.perform(request, quotaBytes) }
  } catch (error) {
    // Only our own messages: those of the system name folders of the host.
    return { kind: 'failed', message: isCodedError(error) ? describeError(error) : 'The state is damaged' }
  }
}
