import { lookup } from 'node:dns/promises'

/** How the host reaches the network on behalf of components. */
export interface EgressSettings {
  /** All addresses of a name, in the order to try them. @throws Error with a `code` of `node:dns` */
  resolve(name: string): Promise<readonly string[]>
  /** Certificates, as PEM, that are trusted besides those of Node; null for none. */
  readonly extraCertificates: string | null
  /** Flows of one component that are open at the same time; the next one is refused. */
  readonly openFlows: number
  /** Name lookup, connection and TLS handshake together, in milliseconds. */
  readonly connectMs: number
}

/** The same for one component. */
export interface ComponentEgressSettings extends EgressSettings {
  /** The body of one response, in bytes; past it the guest's stream fails. */
  readonly responseBytes: number
}

/** What is in force where nobody set anything else. */
export const DEFAULT_EGRESS: EgressSettings = {
  resolve: resolveBySystem,
  extraCertificates: null,
  openFlows: 256,
  connectMs: 30_000,
}

/** IPv4 first: machines without a way out over IPv6 are many. */
async function resolveBySystem(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}
