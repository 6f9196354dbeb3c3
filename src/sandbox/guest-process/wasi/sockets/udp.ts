import { LEAST_COST_BYTES, type SocketAddress } from '../../../protocol/egress-protocol.ts'
import type { Flow } from '../../egress/flow.ts'
import type { GuestNetwork } from '../guest-context.ts'
import { GuestTrap } from '../guest-trap.ts'
import { Pollable } from '../io/poll.ts'
import { ALWAYS_READY } from '../io/readiness.ts'
import { socketError, toSocketErrorCode } from './error-code.ts'
import {
  type AddressFamily,
  anyAddress,
  type IpSocketAddress,
  isAnyAddress,
  isRemote,
  toIpSocketAddress,
  toSocketAddress,
} from './socket-address.ts'
import { SocketOptions } from './socket-options.ts'

/** `wasi:sockets/udp` `incoming-datagram`. */
interface IncomingDatagram {
  readonly data: Uint8Array
  readonly remoteAddress: IpSocketAddress
}

/** `wasi:sockets/udp` `outgoing-datagram`. */
interface OutgoingDatagram {
  readonly data: Uint8Array
  readonly remoteAddress: IpSocketAddress | undefined
}

/** The largest payload over IPv4. */
const MAX_DATAGRAM_BYTES = 65_507
/** Datagrams that one call takes or gives. */
const MAX_DATAGRAMS = 64

/** `wasi:sockets/udp` `udp-socket` of 0.2: sends where the host allows it, and hears those alone. */
export class UdpSocket extends SocketOptions {
  readonly #network: GuestNetwork
  #state: 'unbound' | 'binding' | 'bound' = 'unbound'
  #flow: Flow | null = null
  #remote: IpSocketAddress | undefined

  constructor(family: AddressFamily, network: GuestNetwork) {
    super(family)
    this.#network = network
  }

  startBind(_network: object, local: IpSocketAddress): void {
    if (this.#state !== 'unbound') throw socketError('invalid-state')
    if (local.tag !== this.addressFamily()) throw socketError('invalid-argument')
    if (!isAnyAddress(local)) throw socketError('access-denied')
    this.#state = 'binding'
  }

  finishBind(): void {
    if (this.#state !== 'binding') throw socketError('not-in-progress')
    this.#state = 'bound'
  }

  stream(remote: IpSocketAddress | undefined): [IncomingDatagramStream, OutgoingDatagramStream] {
    if (this.#state !== 'bound') throw socketError('invalid-state')
    const family = this.addressFamily()
    if (remote !== undefined && !isRemote(remote, family)) throw socketError('invalid-argument')
    this.#flow ??= this.#network.open({ kind: 'udp', family: family === 'ipv4' ? 4 : 6 })
    this.#remote = remote
    const outgoing = new OutgoingDatagramStream(this.#flow, { remote, family })
    return [new IncomingDatagramStream(this.#flow, remote), outgoing]
  }

  localAddress(): IpSocketAddress {
    if (this.#state !== 'bound') throw socketError('invalid-state')
    return anyAddress(this.addressFamily())
  }

  remoteAddress(): IpSocketAddress {
    if (this.#remote === undefined) throw socketError('invalid-state')
    return this.#remote
  }

  unicastHopLimit(): number {
    return this.hopLimit()
  }

  setUnicastHopLimit(value: number): void {
    this.setHopLimit(value)
  }

  subscribe(): Pollable {
    return new Pollable(ALWAYS_READY)
  }

  [Symbol.dispose](): void {
    this.#flow?.cancel()
  }
}

/** `wasi:sockets/udp` `incoming-datagram-stream` of 0.2. */
export class IncomingDatagramStream {
  readonly #flow: Flow
  /** Where the socket is connected, the one address that is heard. */
  readonly #from: string | null

  constructor(flow: Flow, remote: IpSocketAddress | undefined) {
    this.#flow = flow
    this.#from = remote === undefined ? null : textOf(remote)
  }

  receive(maxResults: bigint): IncomingDatagram[] {
    throwIfFailed(this.#flow)
    const datagrams: IncomingDatagram[] = []
    const most = Math.min(MAX_DATAGRAMS, Number(maxResults))
    while (datagrams.length < most) {
      const received = this.#flow.readDatagram()
      if (received === null || received.remote === null) break
      const remoteAddress = toIpSocketAddress(received.remote)
      if (this.#from !== null && textOf(remoteAddress) !== this.#from) continue
      datagrams.push({ data: received.bytes, remoteAddress })
    }
    return datagrams
  }

  subscribe(): Pollable {
    return new Pollable({ isReady: () => this.#flow.isReadable, wait: () => this.#flow.changed })
  }
}

/** Where datagrams of a stream go: to `remote` alone, where there is one. */
interface Destination {
  readonly remote: IpSocketAddress | undefined
  readonly family: AddressFamily
}

/** `wasi:sockets/udp` `outgoing-datagram-stream` of 0.2. */
export class OutgoingDatagramStream {
  readonly #flow: Flow
  readonly #destination: Destination
  /** How many datagrams the next `send` may have. */
  #permitted = 0

  constructor(flow: Flow, destination: Destination) {
    this.#flow = flow
    this.#destination = destination
  }

  checkSend(): bigint {
    throwIfFailed(this.#flow)
    this.#permitted = this.#room
    return BigInt(this.#permitted)
  }

  /** How many were sent; an error only where none was. */
  send(datagrams: readonly OutgoingDatagram[]): bigint {
    if (datagrams.length > this.#permitted) {
      throw new GuestTrap(
        `The component sent ${datagrams.length} datagrams where ${this.#permitted} were permitted`,
      )
    }
    this.#permitted = 0
    throwIfFailed(this.#flow)
    for (const [index, datagram] of datagrams.entries()) {
      try {
        this.#flow.sendDatagram(datagram.data, this.#addressFor(datagram))
      } catch (error) {
        if (index === 0) throw error
        return BigInt(index)
      }
    }
    return BigInt(datagrams.length)
  }

  subscribe(): Pollable {
    return new Pollable({
      isReady: () => this.#flow.isClosed || this.#room > 0,
      wait: () => this.#flow.changed,
    })
  }

  get #room(): number {
    const room = Math.floor(this.#flow.capacity / (MAX_DATAGRAM_BYTES + LEAST_COST_BYTES))
    return Math.min(room, MAX_DATAGRAMS)
  }

  #addressFor({ data, remoteAddress }: OutgoingDatagram): SocketAddress {
    const { remote, family } = this.#destination
    const to = remoteAddress ?? remote
    if (to === undefined || !isRemote(to, family)) throw socketError('invalid-argument')
    if (remote !== undefined && textOf(to) !== textOf(remote)) throw socketError('invalid-argument')
    if (data.length > MAX_DATAGRAM_BYTES) throw socketError('datagram-too-large')
    return toSocketAddress(to)
  }
}

function textOf(address: IpSocketAddress): string {
  return `${address.val.address.join('.')} ${address.val.port}`
}

function throwIfFailed(flow: Flow): void {
  if (flow.failure !== null) throw socketError(toSocketErrorCode(flow.failure))
}
