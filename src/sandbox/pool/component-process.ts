import { describeError, type Logger } from '#platform'

import type { EgressSession } from '../egress/egress-session.ts'
import type { Egress } from '../egress/egress.ts'
import type { Outcome } from '../outcome.ts'
import type { ProcessEnd, SandboxProcess } from '../process/sandbox-process.ts'
import { type FromComponentProcess, parseFromComponentProcess } from '../protocol/component-protocol.ts'
import { StateSession } from '../state/state-session.ts'
import type { ComponentImage, Invocation } from './component-image.ts'
import { DroppedCalls } from './dropped-calls.ts'
import { crashedOutcome, failedOutcome, startFailure } from './failed-outcome.ts'
import { GuestActivity } from './guest-activity.ts'
import { launchComponent } from './launch-component.ts'
import { processorLimitPassed, startLimitPassed, timeLimitPassed } from './passed-limit.ts'
import { ProcessorUse } from './processor-use.ts'
import { RunningCalls } from './running-calls.ts'
import { StartDeadline } from './start-deadline.ts'

/** What a process works with. */
export interface ComponentProcessParts {
  readonly logger: Logger
  readonly egress: Egress
  /** Called when a further call would start at once. */
  readonly onFree: () => void
}

/** One sandbox process of one component, from start to kill. */
export class ComponentProcess {
  readonly #image: ComponentImage
  readonly #parts: ComponentProcessParts
  readonly #process: SandboxProcess
  readonly #processor: ProcessorUse
  readonly #egress: EgressSession
  readonly #state: StateSession
  readonly #calls: RunningCalls
  readonly #dropped = new DroppedCalls()
  readonly #guest = new GuestActivity()
  #lastId = 0
  #usedAt = performance.now()
  #closed = false
  /**
   * Takes no further call, and is killed after the last one: it was told to drop one, and could say so and go on, or has
   * answered what our code would not.
   */
  #isRetiring = false
  #isOpen = false
  readonly #deadline: StartDeadline
  #killedForLimit = false

  constructor(image: ComponentImage, parts: ComponentProcessParts) {
    this.#image = image
    this.#parts = parts
    this.#egress = parts.egress.openSession((flowId, message) =>
      this.#process.send({ kind: 'egress', flowId, message }),
    )
    this.#state = new StateSession(image.state ?? null, (requestId, reply) =>
      this.#process.send({ kind: 'state', requestId, reply }),
    )
    this.#calls = new RunningCalls({
      image,
      egress: this.#egress,
      state: this.#state,
      logger: parts.logger,
      onTimeLimit: (id) => this.#drop(id, timeLimitPassed(image.limits)),
    })
    this.#process = launchComponent(image, parts.logger, (message) => this.#receive(message))
    this.#processor = new ProcessorUse(this.#process)
    void this.#process.ended.then((end) => this.#end(end))
    this.#deadline = new StartDeadline(image.limits.startMs, () => this.#passStartLimit())
    this.#deadline.arm()
  }

  /** Calls under way. */
  get load(): number {
    return this.#calls.size
  }

  /** Whether a further call would start at once, as far as we know: no guest of this process computes. */
  get isFree(): boolean {
    return this.isUsable && (this.#calls.size === 0 || !this.#guest.isComputing)
  }

  /** Whether it is likely to be free in a moment: it starts, or its guest waits as a rule and has computed for a moment. */
  get isWorthWaitingFor(): boolean {
    return this.isUsable && (!this.#isOpen || this.#guest.isLikelyToWaitSoon)
  }

  /** Whether it takes a further call at all. */
  get isUsable(): boolean {
    return !this.#closed && !this.#isRetiring
  }

  /** Whether it could be given up: it only waits for a call. */
  get isIdle(): boolean {
    return this.#isOpen && this.#calls.size === 0
  }

  /** When its last call began. */
  get usedAt(): number {
    return this.#usedAt
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Memory of this process as the operating system counts it; 0 where it does not tell. */
  get residentBytes(): number {
    return this.#process.residentBytes
  }

  /** Processor time that counts, in milliseconds. */
  get chargedMs(): number {
    return this.#processor.chargedMs
  }

  /** Stops it until `resume`, unless it has to say whether it lets go of a call: one that cannot is killed with all in it. */
  pause(by: object): void {
    if (!this.#closed && this.#dropped.isEmpty) this.#process.pause(by)
  }

  resume(by: object): void {
    this.#process.resume(by)
  }

  /** Runs one call to its end; never rejects. */
  invoke(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const onAbort = (): void => this.#drop(id, { kind: 'cancelled' })
      const call = this.#calls.begin(id, invocation, (outcome) => {
        signal?.removeEventListener('abort', onAbort)
        resolve(outcome)
      })
      if (this.#isOpen) call.start(this.#processor.startOf(this.#image.limits))
      signal?.addEventListener('abort', onAbort)
      try {
        this.#send(id, invocation)
      } catch (error) {
        call.end({ kind: 'crashed', message: describeError(error) })
      }
    })
  }

  /** Ends the process and every call in it. */
  kill(): void {
    this.#closed = true
    this.#deadline.clear()
    this.#dropped.clear()
    this.#process.kill()
  }

  /** Ends the process because of the memory that it takes. */
  killForMemory(message: string): void {
    this.#calls.endTogether({ kind: 'limit', limit: 'memory', message })
    this.kill()
  }

  /** Ends the calls during which this process has used more processor time than a call may. */
  checkProcessorTime(): void {
    for (const id of this.#calls.pastProcessorTime(this.#processor.totalMs)) {
      this.#drop(id, processorLimitPassed(this.#image.limits))
    }
  }

  /** Ends a process that works with no call under way. */
  checkRest(): void {
    if (this.#calls.size === 0 && !this.#process.isPaused && this.#processor.isRestless()) this.kill()
  }

  #send(id: number, { target, args }: Invocation): void {
    this.#usedAt = performance.now()
    this.#guest.beginCall()
    this.#processor.work()
    this.#process.resume('rest')
    if (this.#isOpen) this.#deadline.clear()
    this.#process.send({ kind: 'call', id, target, args })
  }

  #receive(message: unknown): void {
    const parsed = parseFromComponentProcess(message)
    // What says something else is not our code any more.
    if (parsed === null || !this.#take(parsed)) this.kill()
  }

  /** Takes a message; false when the process has to be killed for it. */
  #take(message: FromComponentProcess): boolean {
    switch (message.kind) {
      case 'ready':
        this.#becomeReady()
        return true
      case 'waiting':
        this.#guest.wait()
        this.#becomeFree()
        return true
      case 'open-failed':
        this.#calls.endAll(startFailure(message))
        return false
      case 'output':
        this.#calls.get(message.id)?.print(message.text, message.stream)
        return true
      case 'denied':
        this.#calls.get(message.id)?.reportDenial(message.attempt)
        return true
      case 'used':
        this.#calls.get(message.id)?.noteUses(message.uses, message.others)
        return true
      case 'dropped':
        this.#finishDrop(message.id)
        return true
      case 'egress':
        return this.#egress.receive(message)
      case 'state':
        return this.#state.receive(message)
      case 'result':
        this.#readResult(message, { isLast: false })
        return true
      case 'returned':
        this.#readResult(message, { isLast: true })
        return true
      case 'failed':
        this.#finish(message.id, failedOutcome(message))
        return true
    }
  }

  #becomeReady(): void {
    this.#deadline.clear()
    if (this.#calls.size === 0) this.#rest()
    if (this.#isOpen) return
    this.#isOpen = true
    this.#deadline.learn()
    this.#processor.open()
    this.#guest.open()
    // What it takes to start a process and compile is not the guest's time.
    this.#calls.startAll(this.#processor.startOf(this.#image.limits))
  }

  /** Nothing of it runs while it has no call, whatever is left of those that it had. */
  #rest(): void {
    if (this.#image.isolation.endsWithHost) this.#process.pause('rest')
    this.#becomeFree()
  }

  #becomeFree(): void {
    this.#guest.rest()
    this.#parts.onFree()
  }

  /** A result that cannot be used ends its call, whose rest is not heard, and its process gets no further one. */
  #readResult({ id, bytes }: { id: number; bytes: Uint8Array }, part: { isLast: boolean }): void {
    const outcome = this.#calls.get(id)?.read(bytes, part) ?? null
    if (outcome === null) return
    if (outcome.kind === 'unusable') this.#isRetiring = true
    if (part.isLast) this.#finish(id, outcome)
    else this.#drop(id, outcome)
  }

  #finish(id: number, outcome: Outcome): void {
    const call = this.#calls.get(id)
    // Or a process would get more time, again and again, for the answer to a call that nobody made.
    if (call === undefined) return
    this.#guest.endCall()
    call.end(outcome)
    this.#afterCall()
  }

  #afterCall(): void {
    if (this.#calls.size > 0) return
    if (this.#isRetiring) this.kill()
    else this.#deadline.arm()
    this.#becomeFree()
  }

  #passStartLimit(): void {
    this.#calls.endAll(startLimitPassed(this.#image.limits))
    this.kill()
  }

  /**
   * Ends a call early: alone while its guest only waits, with the process and all in it when it computes.
   *
   * Whoever made the call hears of it when nothing of it runs any more, and the process is not believed for longer than the
   * calls last that are in it.
   */
  #drop(id: number, outcome: Outcome): void {
    if (!this.#calls.leave(id, outcome)) return
    this.#isRetiring = true
    this.#process.wake()
    this.#process.send({ kind: 'drop', id })
    this.#dropped.add(id, () => {
      this.#killedForLimit = true
      this.kill()
    })
  }

  #finishDrop(id: number): void {
    if (!this.#dropped.finish(id)) return
    this.#calls.get(id)?.end({ kind: 'cancelled' })
    this.#afterCall()
  }

  #end(end: ProcessEnd): void {
    this.#closed = true
    this.#deadline.clear()
    this.#calls.endTogether(this.#killedForLimit ? { kind: 'interrupted' } : crashedOutcome(end))
  }
}
