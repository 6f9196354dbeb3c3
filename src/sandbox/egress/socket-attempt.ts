import { normalizeHost } from '#addresses'
import type { NetworkAttempt } from '#policy'

import type { SocketAddress } from '../protocol/egress-protocol.ts'
import { Attempt } from './attempt.ts'
import { FlowFailure } from './flow-failure.ts'
import type { FlowContext } from './flow.ts'

/** The attempt behind a socket, and the address that it goes to, literally. */
export interface SocketAttempt {
  readonly attempt: Attempt
  readonly address: string
}

/**
 * Decides on a socket to an address: under the address itself, or under a name that the call has looked it up by.
 *
 * @throws FlowFailure `denied`, once the event is out; `invalid-request`
 */
export function decideSocket(
  protocol: 'tcp' | 'udp',
  remote: SocketAddress,
  context: FlowContext,
): SocketAttempt {
  const address = addressOf(remote)
  const targets = [...context.names.of(address), address].map((host): NetworkAttempt => ({
    protocol,
    scheme: null,
    host,
    port: remote.port,
    method: null,
    path: null,
  }))
  const { access } = context
  const allowed = targets.find(
    (target) =>
      access.decide(target).kind === 'allowed' && access.decideAddress(target, address).kind === 'allowed',
  )
  const attempt = new Attempt(allowed ?? targets[0] ?? refuse(), context)
  attempt.decideAddress(address)
  return { attempt, address }
}

/** The address in its one spelling. @throws FlowFailure `invalid-request` */
export function addressOf({ address, port }: SocketAddress): string {
  try {
    // IPv4-mapped IPv6 becomes IPv4 here, before anything is decided.
    return port === 0 ? refuse() : normalizeHost(address)
  } catch {
    return refuse()
  }
}

function refuse(): never {
  throw new FlowFailure('invalid-request', 'This is no address to send to')
}
