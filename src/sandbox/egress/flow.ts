import type { FlowReply, FlowStep } from '../protocol/egress-protocol.ts'
import type { ComponentEgressSettings } from './egress-settings.ts'
import type { NetworkAccess } from './network-access.ts'
import type { ResolvedNames } from './resolved-names.ts'
import type { Turn } from './turn.ts'
import type { UpstreamPool } from './upstream-pool.ts'

/** The host's half of one flow. */
export interface Flow {
  /** Whether the step can have come from our guest half; else the process is not to be trusted any more. */
  receive(step: FlowStep): boolean
  /** The call has ended: lets go of everything, says nothing more. */
  close(): void
}

/** What a flow works with. */
export interface FlowContext {
  readonly callId: number
  readonly access: NetworkAccess
  readonly settings: ComponentEgressSettings
  readonly upstreams: UpstreamPool
  readonly turn: Turn
  /** What the call has looked up. */
  readonly names: ResolvedNames
  /** Sends an answer; nothing goes out once the flow is over. */
  readonly reply: (message: FlowReply) => void
  /** The flow is over: its number means nothing from now on. */
  readonly over: () => void
}
