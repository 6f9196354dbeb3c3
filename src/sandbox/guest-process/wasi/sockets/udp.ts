import { DATAGRAM_OVERHEAD_BYTES } from '../../../protocol/egress-protocol.ts'
import type { Flow } from '../../egress/flow.ts'
import type { GuestNetwork } from '../guest-context.ts'
import { Pollable } from '../io/poll.ts'
import { ALWAYS_READY } from '../io/readiness.ts'
import { socketError, toSocketErrorCode } from './error-code.ts'
import {
  type AddressFamily,
  anyAddress,
  type IpSocketAddress,
  isAnyAddress,
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
    if (remote !== undefined && (remote.tag !== this.addressFamily() || remote.val.port === 0)) {
      throw socketError('invalid-argument')
    }
    this.#flow ??= this.#network.open({ kind: 'udp', family: this.addressFamily() === 'ipv4' ? 4 : 6 })
    this.#remote = remote
    return [new IncomingDatagramStream(this.#flow, remote), new OutgoingDatagramStream(this.#flow, remote)]
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

/** `wasi:sockets/udp` `outgoing-datagram-stream` of 0.2. */
export class OutgoingDatagramStream {
  readonly #flow: Flow
  readonly #remote: IpSocketAddress | undefined

  constructor(flow: Flow, remote: IpSocketAddress | undefined) {
    this.#flow = flow
    this.#remote = remote
  }

  checkSend(): bigint {
    throwIfFailed(this.#flow)
    const room = Math.floor(this.#flow.capacity / (MAX_DATAGRAM_BYTES + DATAGRAM_OVERHEAD_BYTES))
    return BigInt(Math.min(room, MAX_DATAGRAMS))
  }

  send(datagrams: readonly OutgoingDatagram[]): bigint {
    const most = Number(this.checkSend())
    const sent = datagrams.slice(0, most)
    for (const { data, remoteAddress } of sent) {
      const remote = remoteAddress ?? this.#remote
      if (remote === undefined || remote.val.port === 0) throw socketError('invalid-argument')
      if (this.#remote !== undefined && textOf(remote) !== textOf(this.#remote)) {
        throw socketError('invalid-argument')
      }
      if (data.length > MAX_DATAGRAM_BYTES) throw socketError('datagram-too-large')
      this.#flow.sendDatagram(data, toSocketAddress(remote))
    }
    return BigInt(sent.length)
  }

  subscribe(): Pollable {
    return new Pollable({
      isReady: () => this.#flow.isClosed || this.checkSend() > 0n,
      wait: () => this.#flow.changed,
    })
  }
}

function textOf(address: IpSocketAddress): string {
  return `${address.val.address.join('.')} ${address.val.port}`
}

function throwIfFailed(flow: Flow): void {
  if (flow.failure !== null) throw socketError(toSocketErrorCode(flow.failure))
}
