import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'

import { costOf, type FlowError, type FlowStep, type SocketAddress } from '../protocol/egress-protocol.ts'
import { FlowFailure, toFlowError } from './flow-failure.ts'
import type { Flow, FlowContext } from './flow.ts'
import { OutgoingBytes } from './outgoing-bytes.ts'
import { ReceiveCredit } from './receive-credit.ts'
import { decideSocket, type SocketAttempt } from './socket-attempt.ts'

/** What a guest wrote last still goes out after it let go, in milliseconds. */
const LINGER_MS = 2_000

/** One TCP connection of a guest. */
export class TcpConnection implements Flow {
  readonly #context: FlowContext
  readonly #outgoing: OutgoingBytes
  readonly #credit = new ReceiveCredit()
  #decided: SocketAttempt | null = null
  #socket: Socket | null = null
  #received = 0
  #isOver = false

  constructor(remote: SocketAddress, context: FlowContext) {
    this.#context = context
    this.#outgoing = new OutgoingBytes((bytes) => context.reply({ kind: 'credit', bytes }))
    try {
      this.#decided = decideSocket('tcp', remote, context)
      this.#socket = this.#connect(this.#decided.address, remote.port)
    } catch (error) {
      this.#finish(toFlowError(error))
    }
  }

  receive(step: FlowStep): boolean {
    switch (step.kind) {
      case 'data':
        return this.#outgoing.push(step.bytes)
      case 'end':
        this.#outgoing.end()
        return true
      case 'credit':
        if (!this.#credit.restore(step.bytes)) return false
        if (this.#credit.isLeft) this.#socket?.resume()
        return true
      case 'cancel':
        this.close()
        return true
      case 'datagram':
        return false
    }
  }

  close(): void {
    if (this.#isOver) return
    this.#outgoing.end()
    this.#socket?.off('data', this.#pass).resume()
    const timer = setTimeout(() => this.#socket?.destroy(), LINGER_MS).unref()
    this.#socket?.once('close', () => clearTimeout(timer))
    if (this.#socket?.connecting === true) this.#socket.destroy()
    this.#finish(null)
  }

  #connect(host: string, port: number): Socket {
    const socket = connect({ host, port, allowHalfOpen: true, timeout: this.#context.settings.connectMs })
    socket.once('timeout', () => socket.destroy(new FlowFailure('connection-timeout')))
    socket.once('connect', () => {
      socket.setTimeout(0)
      this.#context.reply({ kind: 'connected', remote: { address: host, port } })
      Readable.from(this.#outgoing).pipe(socket)
    })
    socket.on('data', this.#pass)
    socket.once('end', () => this.#context.reply({ kind: 'end', trailers: [] }))
    socket.on('error', (error) => this.#finish(toFlowError(error)))
    socket.once('close', () => this.#finish(null))
    return socket
  }

  readonly #pass = (bytes: Buffer): void => {
    this.#received += bytes.length
    this.#credit.spend(costOf(bytes))
    this.#context.reply({ kind: 'data', bytes })
    if (!this.#credit.isLeft) this.#socket?.pause()
  }

  #finish(failure: FlowError | null): void {
    if (this.#isOver) return
    this.#isOver = true
    if (failure !== null) this.#context.reply({ kind: 'failed', error: failure })
    // What a guest that has left had written still goes out.
    const bytesSent = failure === null ? this.#outgoing.taken : this.#outgoing.sent
    this.#decided?.attempt.end({ bytesSent, bytesReceived: this.#received })
    this.#context.over()
  }
}
