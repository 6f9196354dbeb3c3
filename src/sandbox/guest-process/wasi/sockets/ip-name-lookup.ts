import { MAX_TEXT_LENGTH } from '../../../protocol/egress-protocol.ts'
import type { FlowOpened } from '../../egress/flow.ts'
import type { GuestNetwork } from '../guest-context.ts'
import { Pollable } from '../io/poll.ts'
import { type Readiness, readyAfter } from '../io/readiness.ts'
import { socketError, toSocketErrorCode } from './error-code.ts'
import { type IpAddress, toIpAddress } from './socket-address.ts'

/** `wasi:sockets/ip-name-lookup` `resolve-address-stream` of 0.2. */
export class ResolveAddressStream {
  readonly #readiness: Readiness
  #opened: FlowOpened | null = null
  #next = 0

  /** @param opened never rejects */
  constructor(opened: Promise<FlowOpened>) {
    this.#readiness = readyAfter(opened.then((opened) => void (this.#opened = opened)))
  }

  /** The next address, undefined after the last. */
  resolveNextAddress(): IpAddress | undefined {
    if (this.#opened === null) throw socketError('would-block')
    const address = addressesOf(this.#opened)[this.#next++]
    return address === undefined ? undefined : toIpAddress(address)
  }

  subscribe(): Pollable {
    return new Pollable(this.#readiness)
  }
}

/** Asks the host for the addresses of a name. */
export function resolveAddresses(network: GuestNetwork, name: string): ResolveAddressStream {
  if (name.length > MAX_TEXT_LENGTH) throw socketError('invalid-argument')
  return new ResolveAddressStream(network.open({ kind: 'lookup', name }).opened)
}

/** What a lookup came to. @throws WitError with its error code */
function addressesOf(opened: FlowOpened): readonly string[] {
  if (opened.kind === 'resolved') return opened.addresses
  throw socketError(opened.kind === 'failed' ? toSocketErrorCode(opened.error) : 'unknown')
}
