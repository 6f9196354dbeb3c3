import { isIP } from 'node:net'

import type { Decision, NetworkAttempt } from '#policy'

import { FlowFailure } from './flow-failure.ts'
import type { FlowContext } from './flow.ts'

/** An attempt that is allowed, and the addresses that it may go to. */
export interface Authorized {
  readonly attempt: NetworkAttempt
  readonly decision: Decision
  readonly addresses: readonly [string, ...string[]]
}

/** No name has so many honest addresses. */
const MAX_ADDRESSES = 16

/**
 * Decides on an attempt, looks its name up and decides on each address.
 *
 * What is connected to later must be one of these addresses, literally: a second lookup could answer something else.
 *
 * @throws FlowFailure `denied`, once the event is out; `name-unresolvable`
 */
export async function authorize(attempt: NetworkAttempt, context: FlowContext): Promise<Authorized> {
  const decision = context.access.decide(attempt)
  if (decision.kind === 'denied') throw deny({ attempt, decision, address: null }, context)
  const addresses = await addressesOf(attempt.host, context)
  const decided = addresses.map((address) => ({
    address,
    decision: context.access.decideAddress(attempt, address),
  }))
  const [first, ...others] = decided.filter((item) => item.decision.kind === 'allowed')
  if (first !== undefined) {
    const allowed = [first.address, ...others.map(({ address }) => address)] as const
    return { attempt, decision: first.decision, addresses: [...allowed] }
  }
  const [denied] = decided
  throw denied === undefined ? new FlowFailure('name-unresolvable') : deny({ attempt, ...denied }, context)
}

interface Denied {
  readonly attempt: NetworkAttempt
  readonly decision: Decision
  readonly address: string | null
}

/** Reports a denial and makes the error that the guest gets. */
export function deny({ attempt, decision, address }: Denied, { access, callId }: FlowContext): FlowFailure {
  access.onEvent({
    kind: 'denied',
    callId,
    attempt,
    decision,
    bytesSent: 0,
    bytesReceived: 0,
    durationMs: 0,
    address,
  })
  return new FlowFailure('denied', decision.kind === 'denied' ? decision.reason : null)
}

async function addressesOf(host: string, { settings }: FlowContext): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  const found = await settings.resolve(host)
  return found.filter((address) => isIP(address) !== 0).slice(0, MAX_ADDRESSES)
}
