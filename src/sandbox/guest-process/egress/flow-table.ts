import type { FlowOpening, FlowReply } from '../../protocol/egress-protocol.ts'
import type { EgressMessage } from '../../protocol/component-protocol.ts'
import { Flow } from './flow.ts'

interface OpenFlow {
  readonly callId: number
  readonly flow: Flow
}

/** All flows of this process, by the number that the host knows them by. */
export class FlowTable {
  readonly #send: (message: EgressMessage) => void
  readonly #flows = new Map<number, OpenFlow>()
  #lastId = 0

  constructor(send: (message: EgressMessage) => void) {
    this.#send = send
  }

  open(callId: number, opening: FlowOpening): Flow {
    const flowId = ++this.#lastId
    const flow = new Flow(opening, {
      send: (message) => this.#send({ kind: 'egress', callId, flowId, message }),
      over: () => void this.#flows.delete(flowId),
    })
    this.#flows.set(flowId, { callId, flow })
    return flow
  }

  /** Hands on what the host says; a flow may be over while its last messages are under way. */
  receive(flowId: number, reply: FlowReply): void {
    this.#flows.get(flowId)?.flow.receive(reply)
  }

  /** The call has ended: the host says nothing more of its flows, and a guest that waits for one would be kept for ever. */
  forget(callId: number): void {
    for (const [flowId, open] of this.#flows) if (open.callId === callId) this.#flows.delete(flowId)
  }
}
