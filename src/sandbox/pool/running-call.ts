import { isCodedError } from '#platform'

import type { Limits } from '../limits.ts'
import type { Outcome } from '../outcome.ts'
import {
  type FileUse,
  MAX_DENIALS,
  MAX_FILE_USES,
  OUTPUT_PIECE_CHARACTERS,
} from '../protocol/component-protocol.ts'
import type { SandboxAttempt } from '../sandbox-attempt.ts'
import type { Invocation } from './component-image.ts'

/** Room for the sentence that says that output was cut. */
const NOTICE_CHARACTERS = 100

/** Pieces beside whole lines and long ones: the end of stdout and of stderr, and the same sentence. */
const LAST_PIECES = 3

/** What a call is bound by and who hears of it. */
export interface RunningCallParts {
  readonly limits: Pick<Limits, 'callMs' | 'outputBytes' | 'outputLines'>
  readonly reportDenial: Invocation['reportDenial']
  readonly reportUses: Invocation['reportUses']
  readonly result: Invocation['result']
  /** The time of the call is over, and it has not ended. */
  readonly onTimeLimit: () => void
  readonly onEnd: (outcome: Outcome) => void
  readonly onOutput: (text: string, stream: 'stdout' | 'stderr') => void
}

/** One call in a process, as the host sees it: its clock, its end, and what the process may still say in its name. */
export class RunningCall {
  readonly #parts: RunningCallParts
  /** Denials that are still passed on: the process keeps the limit too, while it can be trusted. */
  #denialsLeft = MAX_DENIALS
  #isStateDenied = false
  /** Characters of output that are still logged: the process keeps the limit too, while it can be trusted. */
  #outputLeft: number
  /** Pieces of output that are still logged, a line each. */
  #piecesLeft: number
  /** By access and path, as the process has told so far. */
  readonly #uses = new Map<string, FileUse>()
  #otherUses = 0
  #timer: NodeJS.Timeout | undefined
  #leavesWith: Outcome | null = null
  /** In milliseconds of processor time of the process. */
  #startedAt: number | null = null

  constructor(parts: RunningCallParts) {
    this.#parts = parts
    const { outputBytes, outputLines } = parts.limits
    this.#outputLeft = outputBytes + NOTICE_CHARACTERS
    this.#piecesLeft = outputLines + Math.ceil(outputBytes / OUTPUT_PIECE_CHARACTERS) + LAST_PIECES
  }

  /** Starts the clock, at what the process has used of the processor until now. */
  start(processorMs: number): void {
    if (this.#leavesWith !== null) return
    this.#startedAt = processorMs
    this.#timer = setTimeout(this.#parts.onTimeLimit, this.#parts.limits.callMs)
  }

  /** Processor time of the process since the call began; 0 before, and when it leaves. */
  processorMsUntil(now: number): number {
    return this.#startedAt === null || this.#leavesWith !== null ? 0 : now - this.#startedAt
  }

  /** It is about to end early, with this outcome; false when it is already. */
  leave(outcome: Outcome): boolean {
    if (this.#leavesWith !== null) return false
    clearTimeout(this.#timer)
    this.#leavesWith = outcome
    return true
  }

  end(ending: Outcome): void {
    clearTimeout(this.#timer)
    const outcome = this.#leavesWith ?? ending
    if (this.#uses.size > 0) this.#parts.reportUses?.([...this.#uses.values()], this.#otherUses)
    this.#parts.onEnd(outcome)
  }

  /**
   * Takes a piece of the result; null while there is more to come.
   *
   * @throws CodedError when our own code did not write it
   */
  read(piece: Uint8Array, { isLast }: { readonly isLast: boolean }): Outcome | null {
    const { result } = this.#parts
    try {
      result.push(piece)
      return isLast ? { kind: 'returned', value: result.end() } : null
    } catch (error) {
      if (!isCodedError(error) || !error.code.startsWith('RESULT_')) throw error
      return { kind: 'unusable', code: error.code, message: error.message }
    }
  }

  print(text: string, stream: 'stdout' | 'stderr'): void {
    this.#outputLeft -= text.length
    this.#piecesLeft -= 1
    if (this.#outputLeft >= 0 && this.#piecesLeft >= 0) this.#parts.onOutput(text, stream)
  }

  noteUses(uses: readonly FileUse[], others: number): void {
    for (const use of uses) {
      const key = `${use.access} ${use.path}`
      // The process keeps the limit too, while it can be trusted.
      if (this.#uses.has(key) || this.#uses.size < MAX_FILE_USES) this.#uses.set(key, use)
    }
    this.#otherUses = others
  }

  reportDenial(attempt: SandboxAttempt): void {
    // State is denied as a whole: a guest that asks for it again and again must not use up what is told of its files.
    if (attempt.kind === 'state' && this.#isStateDenied) return
    this.#isStateDenied ||= attempt.kind === 'state'
    if (this.#denialsLeft-- > 0) this.#parts.reportDenial?.(attempt)
  }
}
