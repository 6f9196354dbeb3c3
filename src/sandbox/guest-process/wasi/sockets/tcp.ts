import type { Flow, FlowOpened } from '../../egress/flow.ts'
import type { GuestNetwork } from '../guest-context.ts'
import { InputStream } from '../io/input-stream.ts'
import { OutputStream } from '../io/output-stream.ts'
import { Pollable } from '../io/poll.ts'
import { ALWAYS_READY, type Readiness, readyAfter } from '../io/readiness.ts'
import { socketError, toSocketErrorCode } from './error-code.ts'
import { tcpSink, tcpSource } from './flow-streams.ts'
import {
  type AddressFamily,
  anyAddress,
  type IpSocketAddress,
  isAnyAddress,
  isRemote,
  toSocketAddress,
} from './socket-address.ts'
import { TcpOptions } from './socket-options.ts'

type State =
  | { readonly kind: 'unbound' | 'binding' | 'bound' | 'closed' }
  | {
      readonly kind: 'connecting' | 'connected'
      readonly flow: Flow
      readonly remote: IpSocketAddress
      readonly readiness: Readiness
    }

/** `wasi:sockets/tcp` `tcp-socket` of 0.2: connects where the host allows it, and listens nowhere. */
export class TcpSocket extends TcpOptions {
  readonly #network: GuestNetwork
  #state: State = { kind: 'unbound' }
  #opened: FlowOpened | null = null

  constructor(family: AddressFamily, network: GuestNetwork) {
    super(family)
    this.#network = network
  }

  startBind(_network: object, local: IpSocketAddress): void {
    if (this.#state.kind !== 'unbound') throw socketError('invalid-state')
    if (local.tag !== this.addressFamily()) throw socketError('invalid-argument')
    // A port of its own would be one that somebody can connect to.
    if (!isAnyAddress(local)) throw socketError('access-denied')
    this.#state = { kind: 'binding' }
  }

  finishBind(): void {
    if (this.#state.kind !== 'binding') throw socketError('not-in-progress')
    this.#state = { kind: 'bound' }
  }

  startConnect(_network: object, remote: IpSocketAddress): void {
    if (this.#state.kind !== 'unbound' && this.#state.kind !== 'bound') throw socketError('invalid-state')
    if (!isRemote(remote, this.addressFamily())) throw socketError('invalid-argument')
    const flow = this.#network.open({ kind: 'tcp', remote: toSocketAddress(remote) })
    const opened = flow.opened.then((opened) => void (this.#opened = opened))
    this.#state = { kind: 'connecting', flow, remote, readiness: readyAfter(opened) }
  }

  finishConnect(): [InputStream, OutputStream] {
    if (this.#state.kind !== 'connecting') throw socketError('not-in-progress')
    if (this.#opened === null) throw socketError('would-block')
    const { flow } = this.#state
    if (this.#opened.kind === 'failed') {
      this.#state = { kind: 'closed' }
      throw socketError(toSocketErrorCode(this.#opened.error))
    }
    this.#state = { ...this.#state, kind: 'connected' }
    return [new InputStream(tcpSource(flow)), new OutputStream(tcpSink(flow))]
  }

  startListen(): never {
    throw socketError('access-denied')
  }

  finishListen(): never {
    throw socketError('not-in-progress')
  }

  accept(): never {
    throw socketError('invalid-state')
  }

  localAddress(): IpSocketAddress {
    if (this.#state.kind !== 'bound' && this.#state.kind !== 'connected') throw socketError('invalid-state')
    return anyAddress(this.addressFamily())
  }

  remoteAddress(): IpSocketAddress {
    if (this.#state.kind !== 'connected') throw socketError('invalid-state')
    return this.#state.remote
  }

  isListening(): boolean {
    return false
  }

  setListenBacklogSize(): never {
    throw socketError('not-supported')
  }

  /** A guest may subscribe once and wait for all that the socket ever does. */
  subscribe(): Pollable {
    const readiness = (): Readiness =>
      this.#state.kind === 'connecting' ? this.#state.readiness : ALWAYS_READY
    return new Pollable({
      isReady: () => readiness().isReady(),
      wait: (signal) => readiness().wait(signal),
    })
  }

  shutdown(type: 'receive' | 'send' | 'both'): void {
    if (this.#state.kind !== 'connected') throw socketError('invalid-state')
    const { flow } = this.#state
    if (type !== 'receive') flow.finish()
    if (type !== 'send') flow.ignore()
  }

  [Symbol.dispose](): void {
    if ('flow' in this.#state) this.#state.flow.cancel()
  }
}
