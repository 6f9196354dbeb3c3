import type { FlowReply } from '../protocol/egress-protocol.ts'
import { type ComponentNetwork, EgressSession } from './egress-session.ts'
import type { ComponentEgressSettings } from './egress-settings.ts'
import { Lookups } from './lookups.ts'
import { Turn } from './turn.ts'
import { UpstreamPool } from './upstream-pool.ts'

/** The network of one component: decides nothing itself, and reaches what was decided. */
export class Egress implements ComponentNetwork {
  readonly settings: ComponentEgressSettings
  readonly upstreams: UpstreamPool
  readonly turn = new Turn()
  #openFlows = 0

  constructor(settings: ComponentEgressSettings) {
    const lookups = new Lookups((name) => settings.resolve(name), settings.openFlows)
    this.settings = { ...settings, resolve: (name) => lookups.resolve(name) }
    this.upstreams = new UpstreamPool(settings)
  }

  /** The network of one process of the component; `reply` sends to it. */
  openSession(reply: (flowId: number, message: FlowReply) => void): EgressSession {
    return new EgressSession(this, reply)
  }

  takePlace(): boolean {
    if (this.#openFlows >= this.settings.openFlows) return false
    this.#openFlows++
    return true
  }

  freePlace(): void {
    this.#openFlows--
  }

  /** Cuts the connections that are kept for the next request. */
  close(): void {
    this.upstreams.close()
  }
}
