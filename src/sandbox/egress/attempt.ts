import { isIP } from 'node:net'

import type { Decision } from '#policy'

import { FlowFailure } from './flow-failure.ts'
import type { FlowContext } from './flow.ts'
import type { EgressEvent, EgressTarget, NetworkAccess } from './network-access.ts'

/** No name has so many honest addresses. */
const MAX_ADDRESSES = 16

/** Bytes of bodies and payload. */
export interface Traffic {
  readonly bytesSent: number
  readonly bytesReceived: number
}

/** One attempt, from the decision on it to the event that tells what became of it. */
export class Attempt<Target extends EgressTarget = EgressTarget> {
  readonly target: Target
  readonly #context: FlowContext
  readonly #startedAt = performance.now()
  #decision: Decision
  #address: string | null = null
  #isTold = false

  /** Decides. @throws FlowFailure `denied`, once the event is out */
  constructor(target: Target, context: FlowContext) {
    this.target = target
    this.#context = context
    this.#decision = decide(context.access, target)
    if (this.#decision.kind === 'denied') throw this.#deny(this.#decision)
  }

  /** The address that is connected to, once there is one. */
  get address(): string | null {
    return this.#address
  }

  /**
   * Looks the name up and decides on each address.
   *
   * What is connected to must be one of the addresses returned, literally: a second lookup could answer something else.
   *
   * @throws FlowFailure `denied`, once the event is out; `name-unresolvable`
   */
  async resolve(): Promise<readonly string[]> {
    const found = await this.#lookUp()
    const allowed = found.filter((address) => this.#decideOn(address).kind === 'allowed')
    if (allowed.length > 0) return allowed
    const [first] = found
    if (first === undefined) throw new FlowFailure('name-unresolvable')
    this.#address = first
    throw this.#deny(this.#decideOn(first))
  }

  /** Names the address that a connection is made to. */
  connectTo(address: string): void {
    this.#address = address
  }

  /** Decides on the one address that a socket goes to. @throws FlowFailure `denied`, once the event is out */
  decideAddress(address: string): void {
    this.#address = address
    const decision = this.#decideOn(address)
    if (decision.kind === 'denied') throw this.#deny(decision)
  }

  /** Tells what came of an allowed attempt, once. */
  end(traffic: Traffic): void {
    this.#tell('allowed', traffic)
  }

  /** A lookup connects to nothing: its addresses are decided on when they are used. */
  #decideOn(address: string): Decision {
    const { target } = this
    return target.protocol === 'dns' ? this.#decision : this.#context.access.decideAddress(target, address)
  }

  async #lookUp(): Promise<readonly string[]> {
    const { host } = this.target
    if (isIP(host) !== 0) return [host]
    const found = await this.#context.settings.resolve(host)
    return found.filter((address) => isIP(address) !== 0).slice(0, MAX_ADDRESSES)
  }

  #deny(decision: Decision): FlowFailure {
    this.#decision = decision
    this.#tell('denied', { bytesSent: 0, bytesReceived: 0 })
    return new FlowFailure('denied', decision.kind === 'denied' ? decision.reason : null)
  }

  #tell(kind: EgressEvent['kind'], traffic: Traffic): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#context.access.onEvent({
      kind,
      callId: this.#context.callId,
      attempt: this.target,
      decision: this.#decision,
      ...traffic,
      durationMs: performance.now() - this.#startedAt,
      address: this.#address,
    })
  }
}

function decide(access: NetworkAccess, target: EgressTarget): Decision {
  return target.protocol === 'dns' ? access.decideLookup(target.host) : access.decide(target)
}
