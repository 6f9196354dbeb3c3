/** Bytes that many share: each takes what it grows by, and gives all of it back when it is gone. */
export class SharedRoom {
  #bytesLeft: number

  constructor(bytes: number) {
    this.#bytesLeft = bytes
  }

  get bytesLeft(): number {
    return this.#bytesLeft
  }

  /** A place of one of them, which takes nothing yet. */
  open(): Room {
    let taken = 0
    return {
      take: (bytes) => {
        if (bytes > this.#bytesLeft) return false
        this.#bytesLeft -= bytes
        taken += bytes
        return true
      },
      giveBack: () => {
        this.#bytesLeft += taken
        taken = 0
      },
    }
  }
}

/** What one of many takes of what they share. */
export interface Room {
  /** False where there is not so much left: nothing is taken then. */
  take(bytes: number): boolean
  /** Gives back everything that was taken; it may be called any number of times. */
  giveBack(): void
}
