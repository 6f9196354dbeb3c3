import { FLOW_WINDOW_BYTES } from '../protocol/egress-protocol.ts'

/** Used bytes are granted anew in steps, so that small messages do not make one more each. */
const GRANT_STEP_BYTES = FLOW_WINDOW_BYTES / 4

/** What a guest may still send in one direction of a flow. */
export class SendWindow {
  readonly #grant: (bytes: number) => void
  #left = FLOW_WINDOW_BYTES
  #ungranted = 0

  /** @param grant tells the guest how many bytes more it may send */
  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  /** Takes bytes that came, or says that they are more than was granted. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }

  /** Bytes that were taken have gone on. */
  pass(bytes: number): void {
    this.#ungranted += bytes
    if (this.#ungranted < GRANT_STEP_BYTES) return
    this.#left += this.#ungranted
    this.#grant(this.#ungranted)
    this.#ungranted = 0
  }
}
