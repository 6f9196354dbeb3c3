import { setImmediate } from 'node:timers/promises'
import { GuestTrap } from '../guest-trap.ts'
import { MAX_POLLABLES } from '../limits.ts'
import { waitForAny, type Readiness } from './readiness.ts'

/** `wasi:io/poll` `pollable`. */
export class Pollable implements Readiness {
  readonly #readiness: Readiness

  constructor(readiness: Readiness) {
    this.#readiness = readiness
  }

  ready(): boolean {
    return this.isReady()
  }

  async block(): Promise<void> {
    await poll([this])
  }

  isReady(): boolean {
    return this.#readiness.isReady()
  }

  wait(signal: AbortSignal): Promise<void> {
    return this.#readiness.wait(signal)
  }
}

/**
 * `wasi:io/poll` `poll`: the indexes of what is ready, never none.
 *
 * @throws GuestTrap when there is nothing to wait for, or too much
 */
export async function poll(pollables: readonly Pollable[]): Promise<Uint32Array> {
  if (pollables.length === 0) throw new GuestTrap('The component polled an empty list')
  if (pollables.length > MAX_POLLABLES) {
    throw new GuestTrap(
      `The component polled ${pollables.length} things at once, the limit is ${MAX_POLLABLES}`,
    )
  }
  // A guest that polls what is always ready must not keep the timers and messages of other calls from running.
  await setImmediate()
  await waitForAny(pollables)
  return Uint32Array.from(pollables.flatMap((pollable, index) => (pollable.isReady() ? [index] : [])))
}
