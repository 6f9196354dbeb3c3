import { deserialize } from 'node:v8'

import { describeError, type Logger } from '#platform'

import type { EgressSession } from '../egress/egress-session.ts'
import type { Egress } from '../egress/egress.ts'
import type { Outcome } from '../outcome.ts'
import { type FileAccess, NO_FILES, resolveFileAccess } from '../process/file-access.ts'
import { ownCode } from '../process/own-code.ts'
import { type ProcessEnd, SandboxProcess } from '../process/sandbox-process.ts'
import { COMPONENT_FRAMES } from '../protocol/component-frames.ts'
import { type FromComponentProcess, parseFromComponentProcess } from '../protocol/component-protocol.ts'
import { StateSession } from '../state/state-session.ts'
import type { ComponentImage, Invocation } from './component-image.ts'
import { DroppedCalls } from './dropped-calls.ts'
import { crashedOutcome, failedOutcome, startFailure } from './failed-outcome.ts'
import { GuestActivity } from './guest-activity.ts'
import { RunningCalls } from './running-calls.ts'

/** What a process works with. */
export interface ComponentProcessParts {
  readonly logger: Logger
  readonly egress: Egress
  /** Called when a further call would start at once. */
  readonly onFree: () => void
}

/** Processor time that a start is given beside the share, in milliseconds; a start function that spins gets no more. */
const FREE_START_MS = 5_000

/** One sandbox process of one component, from start to kill. */
export class ComponentProcess {
  readonly #image: ComponentImage
  readonly #parts: ComponentProcessParts
  readonly #process: SandboxProcess
  readonly #egress: EgressSession
  readonly #state: StateSession
  readonly #calls: RunningCalls
  readonly #dropped = new DroppedCalls()
  readonly #guest = new GuestActivity()
  #lastId = 0
  #closed = false
  #isOpen = false
  #startMs = 0
  /** Kills a process that does not get its next instance ready. */
  #readyTimer: NodeJS.Timeout | undefined
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
      onTimeLimit: (id) => this.#passTimeLimit(id),
    })
    const files = resolveFileAccess(image.files ?? NO_FILES, [image.folder, ...ownCode()])
    this.#process = this.#launch(files)
    void this.#process.ended.then((end) => this.#end(end))
    const { folder, environment, limits } = image
    this.#process.send({ kind: 'open', folder, environment, files: files.grants, limits })
    this.#awaitReady()
  }

  /** Calls under way. */
  get load(): number {
    return this.#calls.size
  }

  /** Whether a further call would start at once, as far as we know: no guest of this process computes. */
  get isFree(): boolean {
    return this.#dropped.isEmpty && (this.#calls.size === 0 || !this.#guest.isComputing)
  }

  /** Whether it is likely to be free in a moment: it starts, or its guest waits as a rule and has computed for a moment. */
  get isWorthWaitingFor(): boolean {
    if (this.#closed || !this.#dropped.isEmpty) return false
    return !this.#isOpen || this.#guest.isLikelyToWaitSoon
  }

  get isClosed(): boolean {
    return this.#closed
  }

  /** Memory of this process as the operating system counts it; 0 where it does not tell. */
  get residentBytes(): number {
    return this.#process.residentBytes
  }

  /** Processor time that it has used, in milliseconds; 0 where the operating system does not tell. */
  get processorMs(): number {
    return this.#process.processorMs
  }

  /** Processor time without what its start has taken: Node and compiling are not the guest's doing. */
  get chargedMs(): number {
    const used = this.processorMs
    if (!this.#isOpen) this.#startMs = Math.min(used, FREE_START_MS)
    return used - this.#startMs
  }

  /** Stops it until `resume`, unless it has to say whether it lets go of a call: one that cannot is killed with all in it. */
  pause(): void {
    if (!this.#closed && this.#dropped.isEmpty) this.#process.pause()
  }

  resume(): void {
    this.#process.resume()
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
      if (this.#isOpen) call.start(this.#startProcessorMs())
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
    clearTimeout(this.#readyTimer)
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
    const { callProcessorMs } = this.#image.limits
    for (const id of this.#calls.pastProcessorTime(this.processorMs)) {
      const message = `The call took more than ${callProcessorMs / 1000} s of processor time`
      this.#drop(id, { kind: 'limit', limit: 'processor', message })
    }
  }

  #launch(files: FileAccess): SandboxProcess {
    const { folder, isolation, limits } = this.#image
    const options = {
      entry: 'component-main',
      frames: COMPONENT_FRAMES,
      readable: [folder],
      writable: [],
      files,
      memoryBytes: limits.memoryBytes,
      isolation,
      logger: this.#parts.logger,
    } as const
    return new SandboxProcess(options, (message) => this.#receive(message))
  }

  #send(id: number, { target, args }: Invocation): void {
    this.#guest.beginCall()
    if (this.#isOpen) clearTimeout(this.#readyTimer)
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
      case 'returned':
        this.#finish(message.id, { kind: 'returned', value: deserialize(message.bytes) })
        return true
      case 'failed':
        this.#finish(message.id, failedOutcome(message))
        return true
    }
  }

  #becomeReady(): void {
    clearTimeout(this.#readyTimer)
    if (this.#calls.size === 0) this.#becomeFree()
    if (this.#isOpen) return
    this.#isOpen = true
    this.#guest.open()
    // What it takes to start a process and compile is not the guest's time.
    this.#calls.startAll(this.#startProcessorMs())
  }

  /** Asked only where it is limited: it reads files of the operating system. */
  #startProcessorMs(): number {
    return Number.isFinite(this.#image.limits.callProcessorMs) ? this.processorMs : 0
  }

  #becomeFree(): void {
    this.#guest.rest()
    this.#parts.onFree()
  }

  #finish(id: number, outcome: Outcome): void {
    this.#guest.endCall()
    this.#calls.get(id)?.end(outcome)
    if (this.#calls.size > 0) return
    this.#becomeFree()
    this.#awaitReady()
  }

  #awaitReady(): void {
    clearTimeout(this.#readyTimer)
    this.#readyTimer = setTimeout(() => this.#passStartLimit(), this.#image.limits.startMs)
    this.#readyTimer.unref()
  }

  #passStartLimit(): void {
    const message = `It took longer than ${this.#image.limits.startMs / 1000} s to start`
    this.#calls.endAll({ kind: 'limit', limit: 'time', message })
    this.kill()
  }

  #passTimeLimit(id: number): void {
    const message = `The call took longer than ${this.#image.limits.callMs / 1000} s`
    this.#drop(id, { kind: 'limit', limit: 'time', message })
  }

  /** Ends a call early: alone when its guest only waits, with the process and all in it when it computes. */
  #drop(id: number, outcome: Outcome): void {
    this.#calls.get(id)?.end(outcome)
    this.#process.resume()
    this.#process.send({ kind: 'drop', id })
    this.#dropped.add(id, () => {
      this.#killedForLimit = true
      this.kill()
    })
  }

  #finishDrop(id: number): void {
    this.#dropped.finish(id)
    if (this.#calls.size === 0) this.#becomeFree()
  }

  #end(end: ProcessEnd): void {
    this.#closed = true
    clearTimeout(this.#readyTimer)
    this.#calls.endTogether(this.#killedForLimit ? { kind: 'interrupted' } : crashedOutcome(end))
  }
}
