/** Pieces that the peers of one component may send before everybody else has had a turn: some milliseconds of parsing. */
const PIECES_A_TURN = 1_024

/** Bytes that they may send for Node's parser, which counts no pieces: some thousand chunks of one byte. */
const BYTES_A_TURN = 16 * 1024

interface WaitingBytes {
  readonly length: number
  readonly goOn: () => void
}

/**
 * The share of one component in a turn of the event loop.
 *
 * A peer chooses how many pieces it sends its bytes in: a million chunks of one byte are a few megabytes, and seconds of parsing.
 */
export class Turn {
  #left = PIECES_A_TURN
  #isDue = false
  #waiting: (() => void)[] = []
  #waitingForBytes: WaitingBytes[] = []

  /** Counts a piece; false when whoever sends it has to `wait`. */
  take(): boolean {
    this.#schedule()
    return --this.#left > 0
  }

  /** Goes on in a later turn. */
  wait(goOn: () => void): void {
    this.#waiting.push(goOn)
    this.#schedule()
  }

  /** Goes on in the next turn whose share of bytes is enough. */
  waitForBytes(length: number, goOn: () => void): void {
    this.#waitingForBytes.push({ length, goOn })
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(() => this.#begin())
  }

  /** As many go on as the share is enough for; the others keep their places before those that come later. */
  #begin(): void {
    this.#left = PIECES_A_TURN
    this.#isDue = false
    const waiting = this.#waiting.splice(0)
    while (this.#left > 0 && waiting.length > 0) waiting.shift()?.()
    this.#waiting.unshift(...waiting)
    if (waiting.length > 0) this.#schedule()
    this.#passBytes()
  }

  #passBytes(): void {
    let left = BYTES_A_TURN
    const waiting = this.#waitingForBytes.splice(0)
    while (left > 0 && waiting.length > 0) {
      const next = waiting.shift()
      left -= next?.length ?? 0
      next?.goOn()
    }
    this.#waitingForBytes.unshift(...waiting)
    if (waiting.length > 0) this.#schedule()
  }
}
