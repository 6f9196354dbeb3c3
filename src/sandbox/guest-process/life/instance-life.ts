import { AsyncLocalStorage } from 'node:async_hooks'

import { certainTrap } from './certain-trap.ts'

type AnyFunction = (...args: readonly unknown[]) => unknown

type Entry = (...args: readonly unknown[]) => Promise<unknown>

const current = new AsyncLocalStorage<InstanceLife>()

/** What code of an instance meets that is over, wherever it comes to. */
const OVER = certainTrap('The call is over')

/** The traps that lives were ended by, each with what a host function has thrown. */
const thrown = new WeakMap<Error, unknown>()

/**
 * The life of one instance, from its making to the end of its call, or to the first error of a host function: when it is over,
 * none of its code runs any more.
 *
 * Its code runs because the glue enters it, because a host function returns to it, or because it wakes in one that has
 * suspended it. After the end the first two throw, and who sleeps is ended by a trap.
 */
export class InstanceLife {
  readonly #controller = new AbortController()
  readonly #left = Promise.withResolvers<void>()
  readonly #sleeping = new Set<(trap: Error) => void>()
  /** How often it was entered and has not returned: each is a stack that stands, or sleeps. */
  #entered = 0
  /** What its code meets after the end. */
  #trap = OVER

  /** The life of the instance whose glue runs. */
  static get current(): InstanceLife | undefined {
    return current.getStore()
  }

  static isOverTrap(error: unknown): boolean {
    return error === OVER || (error instanceof Error && thrown.has(error))
  }

  /** What a host function threw, where `error` is the trap that was made of it. */
  static thrownBehind(error: unknown): unknown {
    return error instanceof Error && thrown.has(error) ? thrown.get(error) : error
  }

  /** Aborted at the end. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get isOver(): boolean {
    return this.#controller.signal.aborted
  }

  /** Runs glue of this instance: what it starts, be it a timer or a promise, belongs to this life. */
  run<Result>(glue: () => Result): Result {
    return current.run(this, glue)
  }

  /** Ends it for good. Resolves when it is certain that none of its code stands on any stack; then none comes back. */
  end(): Promise<void> {
    this.#stop(OVER)
    if (this.#entered === 0) this.#left.resolve()
    return this.#left.promise
  }

  /** The same function, that throws after the end. */
  guard(fn: Function): AnyFunction {
    return (...args) => {
      this.#requireLife()
      return Reflect.apply(fn, undefined, args)
    }
  }

  /** The same host function: what it throws traps. */
  guardHost(fn: Function): AnyFunction {
    return (...args) => {
      this.#requireLife()
      try {
        return Reflect.apply(fn, undefined, args)
      } catch (error) {
        throw this.#trapOf(error)
      }
    }
  }

  /** The same host function; what it promises is waited for until the end at most. */
  guardSuspending(fn: Function): AnyFunction {
    const guarded = this.guardHost(fn)
    return (...args) => {
      const result = guarded(...args)
      return result instanceof Promise ? this.#sleep(result) : result
    }
  }

  /** The same way in, which is shut after the end. */
  guardEntry(enter: Entry): Entry {
    const leave = (): void => {
      this.#entered--
      if (this.isOver && this.#entered === 0) this.#left.resolve()
    }
    return (...args) => {
      this.#requireLife()
      this.#entered++
      const left = enter(...args)
      left.then(leave, leave)
      return left
    }
  }

  #requireLife(): void {
    if (this.isOver) throw this.#trap
  }

  #stop(trap: Error): void {
    if (this.isOver) return
    this.#trap = trap
    this.#controller.abort()
    for (const wake of this.#sleeping) wake(trap)
    this.#sleeping.clear()
  }

  /** A guest would catch an error of JavaScript and go on, even after `exit`: it ends the life of the instance instead. */
  #trapOf(error: unknown): Error {
    if (this.isOver) return this.#trap
    const trap = certainTrap(error instanceof Error ? error.message : String(error))
    thrown.set(trap, error)
    this.#stop(trap)
    return trap
  }

  #sleep(waking: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#sleeping.add(reject)
      waking.then(
        (value) => this.#wake(reject, () => resolve(value)),
        (error: unknown) => this.#wake(reject, () => reject(this.#trapOf(error))),
      )
    })
  }

  #wake(sleeper: (trap: Error) => void, settle: () => void): void {
    this.#sleeping.delete(sleeper)
    settle()
  }
}
