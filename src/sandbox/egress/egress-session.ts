import type { FlowOpening, FlowReply } from '../protocol/egress-protocol.ts'
import type { ComponentEgressSettings } from './egress-settings.ts'
import type { Flow, FlowContext } from './flow.ts'
import { HttpExchange } from './http-exchange.ts'
import { Lookup } from './lookup.ts'
import type { NetworkAccess } from './network-access.ts'
import { isOpening, parseFlowMessage } from './parse-flow-message.ts'
import { ResolvedNames } from './resolved-names.ts'
import { TcpConnection } from './tcp-connection.ts'
import { UdpSocket } from './udp-socket.ts'
import type { Turn } from './turn.ts'
import type { UpstreamPool } from './upstream-pool.ts'

/** A message of a sandbox process about a flow; `message` is not parsed yet. */
export interface FlowEnvelope {
  readonly callId: number
  readonly flowId: number
  readonly message: unknown
}

/** What the processes of one component share. */
export interface ComponentNetwork {
  readonly settings: ComponentEgressSettings
  readonly upstreams: UpstreamPool
  readonly turn: Turn
  /** Takes a place for a flow, if there is one left. */
  takePlace(): boolean
  freePlace(): void
}

interface CallNetwork {
  readonly access: NetworkAccess
  readonly names: ResolvedNames
  flowsLeft: number
}

/** Flows in one call, so that nobody fills the audit by trying for ever. */
const MAX_FLOWS_PER_CALL = 10_000

interface OpenFlow {
  readonly callId: number
  readonly flow: Flow
}

/** The network of one sandbox process: every flow belongs to a call and ends with it. */
export class EgressSession {
  readonly #network: ComponentNetwork
  readonly #reply: (flowId: number, message: FlowReply) => void
  readonly #calls = new Map<number, CallNetwork>()
  readonly #flows = new Map<number, OpenFlow>()
  /** Numbers only rise: no late message is taken for one of another flow. */
  #lastFlowId = 0

  constructor(network: ComponentNetwork, reply: (flowId: number, message: FlowReply) => void) {
    this.#network = network
    this.#reply = reply
  }

  /** From now on the call may open flows. */
  beginCall(callId: number, access: NetworkAccess): void {
    this.#calls.set(callId, { access, names: new ResolvedNames(), flowsLeft: MAX_FLOWS_PER_CALL })
  }

  /** Closes what the call left open; its events are out when this returns. */
  endCall(callId: number): void {
    this.#calls.delete(callId)
    for (const open of this.#flows.values()) if (open.callId === callId) open.flow.close()
  }

  /** Closes everything. */
  close(): void {
    for (const callId of this.#calls.keys()) this.endCall(callId)
  }

  /** Takes a message; false when our code can not have sent it, so that the process has to be killed. */
  receive({ callId, flowId, message }: FlowEnvelope): boolean {
    const parsed = parseFlowMessage(message)
    if (parsed === null) return false
    if (isOpening(parsed)) return this.#open({ callId, flowId }, parsed)
    const open = this.#flows.get(flowId)
    // A flow may be over here while its last messages are under way.
    if (open === undefined) return flowId <= this.#lastFlowId
    return open.callId === callId && open.flow.receive(parsed)
  }

  #open({ callId, flowId }: Omit<FlowEnvelope, 'message'>, opening: FlowOpening): boolean {
    if (flowId <= this.#lastFlowId) return false
    this.#lastFlowId = flowId
    const call = this.#calls.get(callId)
    // The call may have been ended here while its guest went on.
    if (call === undefined) this.#refuse(flowId, 'connection-terminated')
    else if (call.flowsLeft-- <= 0 || !this.#network.takePlace()) this.#refuse(flowId, 'too-many-flows')
    else this.#start({ callId, flowId, call }, opening)
    return true
  }

  #start({ callId, flowId, call: { access, names } }: StartOptions, opening: FlowOpening): void {
    let isOver = false
    const { settings, upstreams, turn } = this.#network
    const flow = openFlow(opening, {
      callId,
      access,
      names,
      settings,
      upstreams,
      turn,
      reply: (message) => {
        if (!isOver) this.#reply(flowId, message)
      },
      over: () => {
        isOver = true
        this.#flows.delete(flowId)
        this.#network.freePlace()
      },
    })
    if (!isOver) this.#flows.set(flowId, { callId, flow })
  }

  #refuse(flowId: number, code: 'connection-terminated' | 'too-many-flows'): void {
    this.#reply(flowId, { kind: 'failed', error: { code, message: null } })
  }
}

interface StartOptions {
  readonly callId: number
  readonly flowId: number
  readonly call: CallNetwork
}

function openFlow(opening: FlowOpening, context: FlowContext): Flow {
  switch (opening.kind) {
    case 'http':
      return new HttpExchange(opening, context)
    case 'tcp':
      return new TcpConnection(opening.remote, context)
    case 'udp':
      return new UdpSocket(opening.family, context)
    case 'lookup':
      return new Lookup(opening.name, context)
  }
}
