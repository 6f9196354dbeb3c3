import type { Logger } from '#platform'

import type { EgressSession } from '../egress/egress-session.ts'
import { NO_NETWORK } from '../egress/network-access.ts'
import type { Outcome } from '../outcome.ts'
import type { StateSession } from '../state/state-session.ts'
import type { ComponentImage, Invocation } from './component-image.ts'
import { RunningCall } from './running-call.ts'

/** What the calls of a process work with. */
export interface RunningCallsParts {
  readonly image: Pick<ComponentImage, 'digest' | 'limits'>
  readonly egress: EgressSession
  readonly state: StateSession
  readonly logger: Logger
  readonly onTimeLimit: (id: number) => void
}

/** The calls under way in one process. */
export class RunningCalls {
  readonly #parts: RunningCallsParts
  readonly #calls = new Map<number, RunningCall>()

  constructor(parts: RunningCallsParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#calls.size
  }

  get(id: number): RunningCall | undefined {
    return this.#calls.get(id)
  }

  /** Adds a call, whose attempts at the network and at state are answered until its end. */
  begin(id: number, invocation: Invocation, onEnd: (outcome: Outcome) => void): RunningCall {
    const { image, egress, state, logger } = this.#parts
    const call = new RunningCall({
      limits: image.limits,
      reportDenial: invocation.reportDenial,
      reportUses: invocation.reportUses,
      result: invocation.result,
      onOutput: (text, stream) => logger.info({ digest: image.digest, stream }, text),
      onTimeLimit: () => this.#parts.onTimeLimit(id),
      onEnd: (outcome) => {
        this.#calls.delete(id)
        egress.endCall(id)
        state.endCall(id)
        onEnd(outcome)
      },
    })
    this.#calls.set(id, call)
    egress.beginCall(id, invocation.network ?? NO_NETWORK)
    state.beginCall(id, (attempt) => call.reportDenial(attempt))
    return call
  }

  /** Starts the clock of each, at what the process has used of the processor until now. */
  startAll(processorMs: number): void {
    for (const call of this.#calls.values()) call.start(processorMs)
  }

  /** Ends a call early: nothing is done in its name any more, and it ends with `outcome`, whatever comes of it. False when it ends already. */
  leave(id: number, outcome: Outcome): boolean {
    if (this.#calls.get(id)?.leave(outcome) !== true) return false
    this.#parts.egress.endCall(id)
    this.#parts.state.endCall(id)
    return true
  }

  endAll(outcome: Outcome): void {
    for (const call of this.#calls.values()) call.end(outcome)
  }

  /** Ends each because of what one of them may have done: where there are several, nobody knows which. */
  endTogether(outcome: Outcome): void {
    const isShared = this.#calls.size > 1 && (outcome.kind === 'limit' || outcome.kind === 'crashed')
    this.endAll(isShared ? { ...outcome, isShared } : outcome)
  }

  /** Those during which the process has used more processor time than a call may. */
  pastProcessorTime(now: number): readonly number[] {
    const { callProcessorMs } = this.#parts.image.limits
    return [...this.#calls]
      .filter(([, call]) => call.processorMsUntil(now) > callProcessorMs)
      .map(([id]) => id)
  }
}
