import type { FlowOpening } from '../../protocol/egress-protocol.ts'
import type { GuestNetwork } from '../wasi/guest-context.ts'
import { Flow } from './flow.ts'
import type { FlowTable } from './flow-table.ts'

/** The network of one instance: made before its call is known, and shut when the call ends. */
export class InstanceNetwork implements GuestNetwork {
  readonly #table: FlowTable
  #callId: number | null = null

  constructor(table: FlowTable) {
    this.#table = table
  }

  /** From now on flows are opened in the name of this call. */
  attach(callId: number): void {
    this.#callId = callId
  }

  /** The host closes what the call left open. */
  detach(): void {
    if (this.#callId !== null) this.#table.forget(this.#callId)
    this.#callId = null
  }

  open(opening: FlowOpening): Flow {
    return this.#callId === null ? refusedFlow(opening) : this.#table.open(this.#callId, opening)
  }
}

/** Nothing goes out while the host could not say on whose behalf. */
function refusedFlow(opening: FlowOpening): Flow {
  const flow = new Flow(opening, { send: () => {}, over: () => {} })
  flow.receive({ kind: 'failed', error: { code: 'denied', message: 'No call is under way' } })
  return flow
}
