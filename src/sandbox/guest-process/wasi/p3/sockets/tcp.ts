import type { Flow } from '../../../egress/flow.ts'
import type { GuestNetwork } from '../../guest-context.ts'
import {
  type AddressFamily,
  anyAddress,
  type IpSocketAddress,
  isAnyAddress,
  isRemote,
  toSocketAddress,
} from '../../sockets/socket-address.ts'
import { WitError } from '../../wit-error.ts'
import { chunksFromFlow, sendChunks } from '../flow-streams.ts'
import { chunksOf, type GuestStream } from '../guest-stream.ts'
import { socketCodeOf, type SocketErrorCode3, socketError3 } from './error-code.ts'
import { TcpOptions3 } from './socket-options.ts'

/** How a direction of a connection ended. */
type Ended =
  | { readonly tag: 'ok'; readonly val: undefined }
  | { readonly tag: 'err'; readonly val: SocketErrorCode3 }

type State =
  | { readonly kind: 'unbound' | 'bound' | 'connecting' | 'closed' }
  | { readonly kind: 'connected'; readonly flow: Flow; readonly remote: IpSocketAddress }

const OK: Ended = { tag: 'ok', val: undefined }

/** `wasi:sockets/types` `tcp-socket` of 0.3: connects where the host allows it, and listens nowhere. */
export class TcpSocket3 extends TcpOptions3 {
  readonly #network: GuestNetwork
  #state: State = { kind: 'unbound' }
  #received = false
  #sent = false
  /** What goes on without the socket: a stream that is sent, one that is read. */
  #streams = 0
  #isDropped = false

  constructor(family: AddressFamily, network: GuestNetwork) {
    super(family)
    this.#network = network
  }

  bind(local: IpSocketAddress): void {
    if (this.#state.kind !== 'unbound') throw socketError3('invalid-state')
    if (local.tag !== this.family) throw socketError3('invalid-argument')
    // A port of its own would be one that somebody can connect to.
    if (!isAnyAddress(local)) throw socketError3('access-denied')
    this.#state = { kind: 'bound' }
  }

  async connect(remote: IpSocketAddress): Promise<void> {
    if (this.#state.kind !== 'unbound' && this.#state.kind !== 'bound') throw socketError3('invalid-state')
    if (!isRemote(remote, this.family)) throw socketError3('invalid-argument')
    this.#state = { kind: 'connecting' }
    const flow = this.#network.open({ kind: 'tcp', remote: toSocketAddress(remote) })
    const opened = await flow.opened
    if (opened.kind === 'failed') {
      this.#state = { kind: 'closed' }
      throw new WitError(socketCodeOf(opened.error))
    }
    this.#state = { kind: 'connected', flow, remote }
    this.#closeWhenUnused(flow)
  }

  listen(): never {
    throw socketError3('access-denied')
  }

  async send(data: GuestStream): Promise<Ended> {
    if (this.#state.kind !== 'connected' || this.#sent) {
      data[Symbol.dispose]()
      return { tag: 'err', val: { tag: 'invalid-state' } }
    }
    this.#sent = true
    this.#streams++
    const { flow } = this.#state
    try {
      if ((await sendChunks(chunksOf(data), flow)) !== null) flow.finish()
      return endOf(flow)
    } finally {
      this.#endStream(flow)
    }
  }

  receive(): [AsyncIterable<Uint8Array> | [], Promise<Ended>] {
    if (this.#state.kind !== 'connected' || this.#received) {
      return [[], Promise.resolve({ tag: 'err', val: { tag: 'invalid-state' } })]
    }
    this.#received = true
    this.#streams++
    const { flow } = this.#state
    const ended = Promise.withResolvers<Ended>()
    void flow.ended.then(() => ended.resolve(endOf(flow)))
    const chunks = chunksFromFlow(flow, () => {
      ended.resolve(endOf(flow))
      flow.ignore()
      this.#endStream(flow)
    })
    return [chunks, ended.promise]
  }

  getLocalAddress(): IpSocketAddress {
    if (this.#state.kind !== 'bound' && this.#state.kind !== 'connected') throw socketError3('invalid-state')
    return anyAddress(this.family)
  }

  getRemoteAddress(): IpSocketAddress {
    if (this.#state.kind !== 'connected') throw socketError3('invalid-state')
    return this.#state.remote
  }

  getIsListening(): boolean {
    return false
  }

  setListenBacklogSize(): never {
    throw socketError3('not-supported')
  }

  /** What is sent and read goes on until its end. */
  [Symbol.dispose](): void {
    this.#isDropped = true
    if (this.#state.kind !== 'connected') return
    if (!this.#sent) this.#state.flow.finish()
    this.#closeWhenUnused(this.#state.flow)
  }

  #endStream(flow: Flow): void {
    this.#streams--
    this.#closeWhenUnused(flow)
  }

  /** A server that never ends the connection would keep it, and its place, for the rest of the call. */
  #closeWhenUnused(flow: Flow): void {
    if (this.#isDropped && this.#streams === 0) flow.cancel()
  }
}

function endOf({ failure }: Flow): Ended {
  return failure === null ? OK : { tag: 'err', val: socketCodeOf(failure) }
}
