import type { Flow } from '../../../egress/flow.ts'
import type { GuestNetwork } from '../../guest-context.ts'
import {
  type AddressFamily,
  anyAddress,
  type IpSocketAddress,
  isAnyAddress,
  isRemote,
  toIpSocketAddress,
  toSocketAddress,
} from '../../sockets/socket-address.ts'
import { WitError } from '../../wit-error.ts'
import { costOf } from '../../../../protocol/egress-protocol.ts'
import { socketCodeOf, socketError3 } from './error-code.ts'
import { SocketOptions3 } from './socket-options.ts'

/** The largest payload over IPv4. */
const MAX_DATAGRAM_BYTES = 65_507

/** `wasi:sockets/types` `udp-socket` of 0.3: sends where the host allows it, and hears those alone. */
export class UdpSocket3 extends SocketOptions3 {
  readonly #network: GuestNetwork
  #isBound = false
  #flow: Flow | null = null
  #remote: IpSocketAddress | undefined

  constructor(family: AddressFamily, network: GuestNetwork) {
    super(family)
    this.#network = network
  }

  bind(local: IpSocketAddress): void {
    if (this.#isBound) throw socketError3('invalid-state')
    if (local.tag !== this.family) throw socketError3('invalid-argument')
    if (!isAnyAddress(local)) throw socketError3('access-denied')
    this.#isBound = true
  }

  connect(remote: IpSocketAddress): void {
    this.#check(remote)
    this.#isBound = true
    this.#remote = remote
  }

  disconnect(): void {
    if (this.#remote === undefined) throw socketError3('invalid-state')
    this.#remote = undefined
  }

  async send(data: Uint8Array, remote: IpSocketAddress | undefined): Promise<void> {
    const to = remote ?? this.#remote
    if (to === undefined) throw socketError3('invalid-argument')
    this.#check(to)
    if (this.#remote !== undefined && !isSame(to, this.#remote)) throw socketError3('invalid-argument')
    if (data.length > MAX_DATAGRAM_BYTES) throw socketError3('datagram-too-large')
    this.#isBound = true
    const flow = this.#open()
    while (!flow.isClosed && flow.capacity < costOf(data)) await flow.changed
    throwIfFailed(flow)
    flow.sendDatagram(data, toSocketAddress(to))
  }

  async receive(): Promise<[Uint8Array, IpSocketAddress]> {
    if (!this.#isBound) throw socketError3('invalid-state')
    const flow = this.#open()
    for (;;) {
      const received = flow.readDatagram()
      if (received === null || received.remote === null) {
        throwIfFailed(flow)
        await flow.changed
        continue
      }
      const from = toIpSocketAddress(received.remote)
      if (this.#remote === undefined || isSame(from, this.#remote)) return [received.bytes, from]
    }
  }

  getLocalAddress(): IpSocketAddress {
    if (!this.#isBound) throw socketError3('invalid-state')
    return anyAddress(this.family)
  }

  getRemoteAddress(): IpSocketAddress {
    if (this.#remote === undefined) throw socketError3('invalid-state')
    return this.#remote
  }

  getUnicastHopLimit(): number {
    return this.getHopLimit()
  }

  setUnicastHopLimit(value: number): void {
    this.setHopLimit(value)
  }

  [Symbol.dispose](): void {
    this.#flow?.cancel()
  }

  #check(remote: IpSocketAddress): void {
    if (!isRemote(remote, this.family)) throw socketError3('invalid-argument')
  }

  #open(): Flow {
    this.#flow ??= this.#network.open({ kind: 'udp', family: this.family === 'ipv4' ? 4 : 6 })
    return this.#flow
  }
}

function isSame(a: IpSocketAddress, b: IpSocketAddress): boolean {
  return a.val.port === b.val.port && a.val.address.every((part, index) => part === b.val.address[index])
}

function throwIfFailed(flow: Flow): void {
  if (flow.failure !== null) throw new WitError(socketCodeOf(flow.failure))
}
