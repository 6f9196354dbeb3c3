import { socketError } from './error-code.ts'
import type { AddressFamily } from './socket-address.ts'

const DEFAULT_BUFFER_BYTES = 65_536n
const DEFAULT_HOP_LIMIT = 64
const DEFAULT_KEEP_ALIVE_NS = 7_200_000_000_000n
const DEFAULT_KEEP_ALIVE_INTERVAL_NS = 75_000_000_000n
const DEFAULT_KEEP_ALIVE_COUNT = 9

/**
 * What a guest may set on a socket: kept, so that it reads back what it set, and no more.
 *
 * The socket is the host's, where other components use the same interfaces.
 */
export abstract class SocketOptions {
  readonly #family: AddressFamily
  #hopLimit = DEFAULT_HOP_LIMIT
  #receiveBuffer = DEFAULT_BUFFER_BYTES
  #sendBuffer = DEFAULT_BUFFER_BYTES

  constructor(family: AddressFamily) {
    this.#family = family
  }

  addressFamily(): AddressFamily {
    return this.#family
  }

  hopLimit(): number {
    return this.#hopLimit
  }

  setHopLimit(value: number): void {
    this.#hopLimit = positive(value)
  }

  receiveBufferSize(): bigint {
    return this.#receiveBuffer
  }

  setReceiveBufferSize(value: bigint): void {
    this.#receiveBuffer = positive(value)
  }

  sendBufferSize(): bigint {
    return this.#sendBuffer
  }

  setSendBufferSize(value: bigint): void {
    this.#sendBuffer = positive(value)
  }
}

/** The same for TCP. */
export abstract class TcpOptions extends SocketOptions {
  #keepAlive = false
  #idleTime = DEFAULT_KEEP_ALIVE_NS
  #interval = DEFAULT_KEEP_ALIVE_INTERVAL_NS
  #count = DEFAULT_KEEP_ALIVE_COUNT

  keepAliveEnabled(): boolean {
    return this.#keepAlive
  }

  setKeepAliveEnabled(value: boolean): void {
    this.#keepAlive = value
  }

  keepAliveIdleTime(): bigint {
    return this.#idleTime
  }

  setKeepAliveIdleTime(value: bigint): void {
    this.#idleTime = positive(value)
  }

  keepAliveInterval(): bigint {
    return this.#interval
  }

  setKeepAliveInterval(value: bigint): void {
    this.#interval = positive(value)
  }

  keepAliveCount(): number {
    return this.#count
  }

  setKeepAliveCount(value: number): void {
    this.#count = positive(value)
  }
}

function positive<Value extends number | bigint>(value: Value): Value {
  if (value <= 0) throw socketError('invalid-argument')
  return value
}
