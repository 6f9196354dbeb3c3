import type { AddressFamily } from '../../sockets/socket-address.ts'
import { socketError3 } from './error-code.ts'

/** What a guest may set on a socket of 0.3: kept, so that it reads back what it set, and no more. */
export abstract class SocketOptions3 {
  readonly family: AddressFamily
  #hopLimit = 64
  #receiveBuffer = 65_536n
  #sendBuffer = 65_536n

  constructor(family: AddressFamily) {
    this.family = family
  }

  getAddressFamily(): AddressFamily {
    return this.family
  }

  getHopLimit(): number {
    return this.#hopLimit
  }

  setHopLimit(value: number): void {
    this.#hopLimit = positive(value)
  }

  getReceiveBufferSize(): bigint {
    return this.#receiveBuffer
  }

  setReceiveBufferSize(value: bigint): void {
    this.#receiveBuffer = positive(value)
  }

  getSendBufferSize(): bigint {
    return this.#sendBuffer
  }

  setSendBufferSize(value: bigint): void {
    this.#sendBuffer = positive(value)
  }
}

/** The same for TCP. */
export abstract class TcpOptions3 extends SocketOptions3 {
  #keepAlive = false
  #idleTime = 7_200_000_000_000n
  #interval = 75_000_000_000n
  #count = 9

  getKeepAliveEnabled(): boolean {
    return this.#keepAlive
  }

  setKeepAliveEnabled(value: boolean): void {
    this.#keepAlive = value
  }

  getKeepAliveIdleTime(): bigint {
    return this.#idleTime
  }

  setKeepAliveIdleTime(value: bigint): void {
    this.#idleTime = positive(value)
  }

  getKeepAliveInterval(): bigint {
    return this.#interval
  }

  setKeepAliveInterval(value: bigint): void {
    this.#interval = positive(value)
  }

  getKeepAliveCount(): number {
    return this.#count
  }

  setKeepAliveCount(value: number): void {
    this.#count = positive(value)
  }
}

function positive<Value extends number | bigint>(value: Value): Value {
  if (value <= 0) throw socketError3('invalid-argument')
  return value
}
