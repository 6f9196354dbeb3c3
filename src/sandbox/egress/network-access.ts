import type { HeaderEntry } from '../egress-protocol.ts'

/** What a call tries to reach, normalised. */
export interface NetworkAttempt {
  readonly protocol: 'http' | 'tcp' | 'udp'
  readonly scheme: 'http' | 'https' | null
  readonly host: string
  readonly port: number
  readonly method: string | null
  readonly path: string | null
}

/** The answer of a policy. */
export type Decision =
  | { readonly kind: 'allowed'; readonly rule: string }
  | { readonly kind: 'denied'; readonly reason: string; readonly rule: string | null; readonly grant: unknown }

/** The part of an HTTP request that secrets can be put into. */
export interface OutgoingHead {
  readonly pathWithQuery: string
  readonly headers: readonly HeaderEntry[]
}

/** What one call may reach, and who hears of it. */
export interface NetworkAccess {
  /** Before DNS. */
  decide(attempt: NetworkAttempt): Decision
  /** After DNS, for each address that would be connected to. */
  decideAddress(attempt: NetworkAttempt, address: string): Decision
  /** Puts secrets in place of their placeholders, for a host that was decided on. */
  inject(head: OutgoingHead, attempt: NetworkAttempt): OutgoingHead
  onEvent(event: EgressEvent): void
}

/** What became of one attempt: told at once when it is denied, at its end when it is allowed. */
export interface EgressEvent {
  readonly kind: 'allowed' | 'denied'
  /** The sandbox process's number of the call. */
  readonly callId: number
  readonly attempt: NetworkAttempt
  readonly decision: Decision
  /** Of bodies or payload, not of headers. */
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly durationMs: number
  /** The address that was connected to, or that made the decision; null when it came before any was known. */
  readonly address: string | null
}
