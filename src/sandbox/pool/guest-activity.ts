/** A guest that computes for so long may go on for ever, in milliseconds; until then it is worth waiting for. */
export const PATIENCE_MS = 30

/** Whether the guest of a process computes, as far as the host can tell from what goes in and comes out. */
export class GuestActivity {
  /** When the guest began to compute; null while it does not. */
  #computingSince: number | null = performance.now()
  /** Whether the last call that is known of waited for something: such calls fit into one process by the hundred. */
  #waitsAsRule = false

  get isComputing(): boolean {
    return this.#computingSince !== null
  }

  /** Whether it waits as a rule and has computed for a moment only. */
  get isLikelyToWaitSoon(): boolean {
    return this.#waitsAsRule && performance.now() - (this.#computingSince ?? 0) < PATIENCE_MS
  }

  /** A call goes in. */
  beginCall(): void {
    this.#computingSince ??= performance.now()
  }

  /** An answer comes out. */
  endCall(): void {
    if (this.#computingSince !== null) this.#waitsAsRule = false
  }

  /** Calls that waited for the process to open begin now. */
  open(): void {
    this.#computingSince = performance.now()
  }

  /** The guest waits for something. */
  wait(): void {
    this.#waitsAsRule = true
  }

  /** No guest computes. */
  rest(): void {
    this.#computingSince = null
  }
}
