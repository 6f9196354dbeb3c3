import { Pollable } from '../io/poll.ts'
import { readyAfter, type Readiness } from '../io/readiness.ts'

type Got<Value> =
  | { readonly tag: 'ok'; readonly val: Value }
  | { readonly tag: 'err'; readonly val: undefined }

/** The shape of the futures of `wasi:http` 0.2: waited for by a pollable, got once. */
export class SettledOnce<Value> {
  readonly #readiness: Readiness
  #settled: { readonly value: Value } | undefined
  #taken = false

  /** `promise` never rejects: a failure is a value too. */
  constructor(promise: Promise<Value>) {
    this.#readiness = readyAfter(promise.then((value) => void (this.#settled = { value })))
  }

  /** Whether the value was got. */
  get isTaken(): boolean {
    return this.#taken
  }

  subscribe(): Pollable {
    return new Pollable(this.#readiness)
  }

  /** Undefined before it has settled, `err` when it was got before. */
  get(): Got<Value> | undefined {
    if (this.#settled === undefined) return undefined
    if (this.#taken) return { tag: 'err', val: undefined }
    this.#taken = true
    return { tag: 'ok', val: this.#settled.value }
  }
}
