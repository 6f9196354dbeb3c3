import type { Decision, NetworkAttempt } from '#policy'

import type { HeaderEntry } from '../protocol/egress-protocol.ts'

/** The part of an HTTP request that secrets can be put into. */
export interface OutgoingHead {
  readonly pathWithQuery: string
  readonly headers: readonly HeaderEntry[]
}

/** A name that a guest wants the addresses of. */
export interface LookupAttempt {
  readonly protocol: 'dns'
  readonly host: string
}

/** What a guest can try. */
export type EgressTarget = NetworkAttempt | LookupAttempt

/** What one call may reach, and who hears of it. */
export interface NetworkAccess {
  /** Before DNS. */
  decide(attempt: NetworkAttempt): Decision
  /** After DNS, for each address that would be connected to. */
  decideAddress(attempt: NetworkAttempt, address: string): Decision
  /** Whether a name may be looked up for the guest itself. */
  decideLookup(host: string): Decision
  /** Puts secrets in place of their placeholders, for a host that was decided on. */
  inject(head: OutgoingHead, attempt: NetworkAttempt): OutgoingHead
  onEvent(event: EgressEvent): void
}

/** What became of one attempt: told at once when it is denied, at its end when it is allowed. */
export interface EgressEvent {
  readonly kind: 'allowed' | 'denied'
  /** The number of the call in its sandbox process. */
  readonly callId: number
  readonly attempt: EgressTarget
  readonly decision: Decision
  /** Of bodies and payload, not of headers. */
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly durationMs: number
  /** The address that was connected to, or that was denied; null where none was known. */
  readonly address: string | null
}

/** Nothing is allowed, and nobody hears of it: the access of a call that was given none. */
export const NO_NETWORK: NetworkAccess = {
  decide: () => DENIED,
  decideAddress: () => DENIED,
  decideLookup: () => DENIED,
  inject: (head) => head,
  onEvent: () => {},
}

const DENIED: Decision = { kind: 'denied', reason: 'No network is granted', rule: null, grant: null }
