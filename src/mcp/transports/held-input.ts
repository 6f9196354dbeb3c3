import type { Readable, Writable } from 'node:stream'

/** What a client may ask while it does not read what it was answered. */
const MAX_HELD_BYTES = 32 * 1024 * 1024

/** What the bytes of a client pass through, and who hears that there are no more. */
export interface HeldInputParts {
  readonly input: Readable
  readonly target: Writable
  /** Whether the client has to read before it is listened to. */
  readonly isHeld: () => boolean
  /** The input has ended, or the client asks more and more without reading. */
  readonly onEnd: () => void
}

/** Passes input on, or keeps it while it is held: it is read all the while, so that its end is never missed. */
export class HeldInput {
  readonly #parts: HeldInputParts
  #held: Buffer[] = []
  #heldBytes = 0
  #isOver = false

  constructor(parts: HeldInputParts) {
    this.#parts = parts
    const { input } = parts
    input.on('error', this.#end).on('end', this.#end).on('close', this.#end)
    input.on('data', this.#take)
  }

  /** Passes on what was held, as far as it is not held any more. */
  release(): void {
    while (!this.#isOver && this.#held.length > 0 && !this.#parts.isHeld()) {
      const chunk = this.#held.shift()
      this.#heldBytes -= chunk?.length ?? 0
      this.#parts.target.write(chunk)
    }
  }

  close(): void {
    const { input } = this.#parts
    input.off('data', this.#take)
    input.destroy()
  }

  readonly #take = (chunk: Buffer): void => {
    this.#held.push(chunk)
    this.#heldBytes += chunk.length
    this.release()
    if (this.#heldBytes > MAX_HELD_BYTES) this.#end()
  }

  readonly #end = (): void => {
    if (this.#isOver) return
    this.#isOver = true
    this.#held = []
    this.#parts.onEnd()
  }
}
