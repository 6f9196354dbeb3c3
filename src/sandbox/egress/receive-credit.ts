import { FLOW_WINDOW_BYTES } from '../protocol/egress-protocol.ts'

/** What a guest's half has room for in one direction of a flow. */
export class ReceiveCredit {
  #left = FLOW_WINDOW_BYTES

  /** In bytes; one message may go past it. */
  get left(): number {
    return this.#left
  }

  /** Whether there is room for more. */
  get isLeft(): boolean {
    return this.#left > 0
  }

  spend(bytes: number): void {
    this.#left -= bytes
  }

  /** Takes what the guest has read; false when that is more than it was sent, which would have us queue without end. */
  restore(bytes: number): boolean {
    this.#left += bytes
    return this.#left <= FLOW_WINDOW_BYTES
  }
}
