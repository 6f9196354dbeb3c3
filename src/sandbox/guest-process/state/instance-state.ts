import type { StateReply, StateRequest } from '../../protocol/state-protocol.ts'
import type { GuestState } from '../wasi/guest-context.ts'
import type { StateRequests } from './state-requests.ts'

/** The state of one instance: made before its call is known, and shut when the call ends. */
export class InstanceState implements GuestState {
  readonly #requests: StateRequests
  #callId: number | null = null

  constructor(requests: StateRequests) {
    this.#requests = requests
  }

  /** From now on the guest asks in the name of this call. */
  attach(callId: number): void {
    this.#callId = callId
  }

  detach(): void {
    if (this.#callId !== null) this.#requests.forget(this.#callId)
    this.#callId = null
  }

  /** A guest that asks while it is started has no call that it could be asked for. */
  async ask(request: StateRequest): Promise<StateReply> {
    return this.#callId === null ? { kind: 'denied' } : this.#requests.ask(this.#callId, request)
  }
}
