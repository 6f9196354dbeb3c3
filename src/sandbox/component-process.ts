import { describeError, type Logger } from '#platform'

import type { ComponentImage, Invocation } from './component-image.ts'
import type { EgressSession } from './egress/egress-session.ts'
import type { Egress } from './egress/egress.ts'
import { NO_NETWORK } from './egress/network-access.ts'
import { NO_FILES, resolveFileAccess } from './file-access.ts'
import { crashedOutcome, failedOutcome } from './failed-outcome.ts'
import type { Outcome } from './outcome.ts'
import {
  type FromComponentProcess,
  MAX_DENIALS,
  parseFromComponentProcess,
  type StorageAttempt,
} from './protocol.ts'
import { OWN_CODE, type ProcessEnd, SandboxProcess } from './sandbox-process.ts'
import { type StateAttempt, StateSession } from './state/state-session.ts'

/** What a process works with. */
export interface ComponentProcessParts {
  readonly logger: Logger
  readonly egress: Egress
  /** Called when a further call would start at once. */
  readonly onFree: () => void
}

interface PendingCall {
  readonly reportDenial: (attempt: StorageAttempt | StateAttempt) => void
  /** Denials that are still passed on: the process keeps the limit too, while it can be trusted. */
  denialsLeft: number
  /** Characters of output that are still logged: the process keeps the limit too, while it can be trusted. */
  outputLeft: number
  readonly settle: (outcome: Outcome) => void
  /** Starts the clock of the call. */
  readonly start: () => void
}

interface ReportedDenial {
  readonly id: number
  readonly attempt: StorageAttempt | StateAttempt
}

/** Time to start, compile and make an instance, in milliseconds: a start function may spin as well as a call. */
const START_TIMEOUT_MS = 60_000

/** What a guest that only waits has to let go of a call, in milliseconds. */
const DROP_GRACE_MS = 100

/** Room for the sentence that says that output was cut. */
const NOTICE_CHARACTERS = 100

/** A guest that computes for so long may go on for ever, in milliseconds; until then it is worth waiting for. */
export const PATIENCE_MS = 30

/** One sandbox process of one component, from start to kill. */
export class ComponentProcess {
  readonly #image: ComponentImage
  readonly #process: SandboxProcess
  readonly #logger: Logger
  readonly #onFree: () => void
  readonly #egress: EgressSession
  readonly #state: StateSession
  readonly #calls = new Map<number, PendingCall>()
  #lastId = 0
  /** Whether the last call that is known of waited for something: such calls fit into one process by the hundred. */
  #waitsAsRule = false
  /** When the guest began to compute, as far as we know; null while it does not. */
  #computingSince: number | null = performance.now()
  #closed = false
  #isOpen = false
  /** Kills a process that does not get its next instance ready. */
  #readyTimer: NodeJS.Timeout | null = null
  /** Calls that were dropped, with the timer that kills the process unless it says so too. */
  readonly #dropping = new Map<number, NodeJS.Timeout>()
  #killedForLimit = false

  constructor(image: ComponentImage, { logger, egress, onFree }: ComponentProcessParts) {
    this.#image = image
    this.#logger = logger
    this.#onFree = onFree
    this.#egress = egress.openSession((flowId, message) =>
      this.#process.send({ kind: 'egress', flowId, message }),
    )
    this.#state = new StateSession(image.state ?? null, (requestId, reply) =>
      this.#process.send({ kind: 'state', requestId, reply }),
    )
    const files = resolveFileAccess(image.files ?? NO_FILES, [image.folder, OWN_CODE])
    this.#process = new SandboxProcess(
      {
        entry: 'component-main',
        readable: [image.folder],
        writable: [],
        files,
        memoryBytes: image.limits.memoryBytes,
        isolation: image.isolation,
        logger,
      },
      (message) => this.#receive(message),
    )
    void this.#process.ended.then((end) => this.#end(end))
    this.#process.send({
      kind: 'open',
      folder: image.folder,
      environment: image.environment,
      files: files.grants,
      limits: image.limits,
    })
    this.#awaitReady()
  }

  /** Calls under way. */
  get load(): number {
    return this.#calls.size
  }

  /** Whether a further call would start at once, as far as we know: no guest of this process computes. */
  get isFree(): boolean {
    return this.#dropping.size === 0 && (this.#calls.size === 0 || this.#computingSince === null)
  }

  /** Whether it is likely to be free in a moment: it starts, or its guest waits as a rule and has computed for a moment. */
  get isWorthWaitingFor(): boolean {
    if (this.#closed || this.#dropping.size > 0) return false
    if (!this.#isOpen) return true
    return this.#waitsAsRule && performance.now() - (this.#computingSince ?? 0) < PATIENCE_MS
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Memory of this process as the operating system counts it; 0 where it does not tell. */
  get residentBytes(): number {
    return this.#process.residentBytes
  }

  /** Runs one call to its end; never rejects. */
  invoke(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const start = (): void => {
        timer = setTimeout(() => this.#passTimeLimit(id), this.#image.limits.callMs)
      }
      const onAbort = (): void => this.#drop(id, { kind: 'cancelled' })
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#calls.delete(id)
        this.#egress.endCall(id)
        this.#state.endCall(id)
        resolve(outcome)
      }
      this.#calls.set(id, {
        settle,
        start,
        outputLeft: this.#image.limits.outputBytes + NOTICE_CHARACTERS,
        denialsLeft: MAX_DENIALS,
        reportDenial: invocation.reportDenial ?? (() => {}),
      })
      this.#egress.beginCall(id, invocation.network ?? NO_NETWORK)
      this.#state.beginCall(id, (attempt) => this.#reportDenial({ id, attempt }))
      if (this.#isOpen) start()
      signal?.addEventListener('abort', onAbort)
      try {
        this.#send(id, invocation)
      } catch (error) {
        settle({ kind: 'crashed', message: describeError(error) })
      }
    })
  }

  /** Ends the process and every call in it. */
  kill(): void {
    this.#closed = true
    this.#clearReadyTimer()
    for (const timer of this.#dropping.values()) clearTimeout(timer)
    this.#process.kill()
  }

  /** Ends the process because of the memory that it takes. */
  killForMemory(message: string): void {
    this.#settleAll({ kind: 'limit', limit: 'memory', message })
    this.kill()
  }

  #send(id: number, { target, args }: Invocation): void {
    this.#computingSince ??= performance.now()
    if (this.#isOpen) this.#clearReadyTimer()
    this.#process.send({ kind: 'call', id, target, args })
  }

  #receive(message: unknown): void {
    const parsed = parseFromComponentProcess(message)
    if (parsed === null) return this.kill()
    switch (parsed.kind) {
      case 'ready':
        return this.#becomeReady()
      case 'waiting':
        this.#waitsAsRule = true
        return this.#becomeFree()
      case 'open-failed':
        this.#settleAll({ kind: 'crashed', message: parsed.message })
        return this.kill()
      case 'output':
        return this.#log(parsed)
      case 'denied':
        return this.#reportDenial(parsed)
      case 'dropped':
        return this.#finishDrop(parsed.id)
      case 'egress':
        if (!this.#egress.receive(parsed)) this.kill()
        return
      case 'state':
        if (!this.#state.receive(parsed)) this.kill()
        return
      case 'returned':
        return this.#finish(parsed.id, { kind: 'returned', value: parsed.value })
      case 'failed':
        return this.#finish(parsed.id, failedOutcome(parsed))
    }
  }

  #log({ id, stream, text }: Extract<FromComponentProcess, { kind: 'output' }>): void {
    const call = this.#calls.get(id)
    if (call === undefined) return
    call.outputLeft -= text.length
    if (call.outputLeft >= 0) this.#logger.info({ digest: this.#image.digest, stream }, text)
  }

  #reportDenial({ id, attempt }: ReportedDenial): void {
    const call = this.#calls.get(id)
    if (call !== undefined && call.denialsLeft-- > 0) call.reportDenial(attempt)
  }

  #becomeReady(): void {
    this.#clearReadyTimer()
    if (this.#calls.size === 0) this.#becomeFree()
    if (this.#isOpen) return
    this.#isOpen = true
    this.#computingSince = performance.now()
    // What it takes to start a process and compile is not the guest's time.
    for (const call of this.#calls.values()) call.start()
  }

  #becomeFree(): void {
    this.#computingSince = null
    this.#onFree()
  }

  #finish(id: number, outcome: Outcome): void {
    if (this.#computingSince !== null) this.#waitsAsRule = false
    this.#calls.get(id)?.settle(outcome)
    if (this.#calls.size > 0) return
    this.#becomeFree()
    this.#awaitReady()
  }

  #awaitReady(): void {
    this.#clearReadyTimer()
    this.#readyTimer = setTimeout(() => this.kill(), START_TIMEOUT_MS)
    this.#readyTimer.unref()
  }

  #clearReadyTimer(): void {
    if (this.#readyTimer !== null) clearTimeout(this.#readyTimer)
    this.#readyTimer = null
  }

  #passTimeLimit(id: number): void {
    this.#drop(id, {
      kind: 'limit',
      limit: 'time',
      message: `The call took longer than ${this.#image.limits.callMs / 1000} s`,
    })
  }

  /** Ends a call early: alone when its guest only waits, with the process and all in it when it computes. */
  #drop(id: number, outcome: Outcome): void {
    this.#calls.get(id)?.settle(outcome)
    this.#process.send({ kind: 'drop', id })
    this.#dropping.set(
      id,
      setTimeout(() => {
        this.#killedForLimit = true
        this.kill()
      }, DROP_GRACE_MS),
    )
  }

  #finishDrop(id: number): void {
    clearTimeout(this.#dropping.get(id))
    this.#dropping.delete(id)
    if (this.#calls.size === 0) this.#becomeFree()
  }

  #end(end: ProcessEnd): void {
    this.#closed = true
    this.#clearReadyTimer()
    this.#settleAll(this.#killedForLimit ? { kind: 'interrupted' } : crashedOutcome(end))
  }

  #settleAll(outcome: Outcome): void {
    for (const call of this.#calls.values()) call.settle(outcome)
  }
}
