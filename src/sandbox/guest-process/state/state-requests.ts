import type { StateMessage } from '../../protocol/component-protocol.ts'
import type { StateReply, StateRequest } from '../../protocol/state-protocol.ts'

interface WaitingRequest {
  readonly callId: number
  readonly resolve: (reply: StateReply) => void
}

/** What waits for the host's answer, by the number of the request. */
export class StateRequests {
  readonly #send: (message: StateMessage) => void
  readonly #waiting = new Map<number, WaitingRequest>()
  #lastId = 0

  constructor(send: (message: StateMessage) => void) {
    this.#send = send
  }

  /** Never rejects; stays open when the call ends first, and its guest with it. */
  ask(callId: number, request: StateRequest): Promise<StateReply> {
    const requestId = ++this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(requestId, { callId, resolve })
      this.#send({ kind: 'state', callId, requestId, request })
    })
  }

  receive(requestId: number, reply: StateReply): void {
    this.#waiting.get(requestId)?.resolve(reply)
    this.#waiting.delete(requestId)
  }

  /** The call has ended: its guest is not woken any more. */
  forget(callId: number): void {
    for (const [id, waiting] of this.#waiting) if (waiting.callId === callId) this.#waiting.delete(id)
  }
}
