import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'

import { costOf, type FlowError, type FlowStep, type SocketAddress } from '../protocol/egress-protocol.ts'
import type { Attempt } from './attempt.ts'
import { FlowFailure, toFlowError } from './flow-failure.ts'
import type { Flow, FlowContext } from './flow.ts'
import { ReceiveCredit } from './receive-credit.ts'
import { SendWindow } from './send-window.ts'
import { addressOf, decideSocket } from './socket-attempt.ts'

type Datagram = Extract<FlowStep, { kind: 'datagram' }>

/** Others that one socket talks to; each is decided on once. */
const MAX_REMOTES = 256

interface Remote {
  readonly attempt: Attempt
  readonly address: string
  bytesSent: number
  bytesReceived: number
}

/** One UDP socket of a guest: it hears nobody that it was not allowed to send to. */
export class UdpSocket implements Flow {
  readonly #context: FlowContext
  readonly #socket: Socket
  readonly #window: SendWindow
  readonly #credit = new ReceiveCredit()
  /** By their normalised address. */
  readonly #remotes = new Map<string, Remote>()
  #pending = 0
  #isOver = false

  constructor(family: 4 | 6, context: FlowContext) {
    this.#context = context
    this.#window = new SendWindow((bytes) => context.reply({ kind: 'credit', bytes }))
    this.#socket = createSocket(family === 4 ? { type: 'udp4' } : { type: 'udp6', ipv6Only: true })
    this.#socket.on('message', (bytes, from) => this.#pass(bytes, from))
    this.#socket.on('error', (error) => this.#finish(toFlowError(error)))
  }

  receive(step: FlowStep): boolean {
    switch (step.kind) {
      case 'datagram':
        if (!this.#window.take(costOf(step.bytes))) return false
        this.#send(step)
        return true
      case 'credit':
        return this.#credit.restore(step.bytes)
      case 'cancel':
        this.close()
        return true
      case 'end':
        return true
      case 'data':
        return false
    }
  }

  close(): void {
    this.#finish(null)
  }

  #send({ bytes, remote: to }: Datagram): void {
    try {
      const remote = this.#remotes.get(keyOf({ ...to, address: addressOf(to) })) ?? this.#decide(to)
      this.#pending++
      // Counted at once: it goes out, though the call may be over by then.
      remote.bytesSent += bytes.length
      this.#socket.send(bytes, to.port, remote.address, (error) => {
        this.#pending--
        this.#closeWhenSent()
        if (error !== null) return this.#finish(toFlowError(error))
        this.#window.pass(costOf(bytes))
      })
    } catch (error) {
      this.#finish(toFlowError(error))
    }
  }

  #decide(to: SocketAddress): Remote {
    if (this.#remotes.size >= MAX_REMOTES) throw new FlowFailure('too-many-flows')
    const remote = { ...decideSocket('udp', to, this.#context), bytesSent: 0, bytesReceived: 0 }
    this.#remotes.set(keyOf({ ...to, address: remote.address }), remote)
    return remote
  }

  #pass(bytes: Uint8Array, { address, port }: RemoteInfo): void {
    const remote = this.#remotes.get(keyOf({ address, port }))
    // Datagrams may be lost: what a stranger sends is, and what the guest is too slow for, and what comes faster than everybody else can bear.
    if (remote === undefined || !this.#credit.isLeft || !this.#context.turn.take()) return
    remote.bytesReceived += bytes.length
    this.#credit.spend(costOf(bytes))
    this.#context.reply({ kind: 'datagram', bytes, remote: { address, port } })
  }

  #finish(failure: FlowError | null): void {
    if (this.#isOver) return
    this.#isOver = true
    if (failure !== null) this.#context.reply({ kind: 'failed', error: failure })
    for (const { attempt, bytesSent, bytesReceived } of this.#remotes.values()) {
      attempt.end({ bytesSent, bytesReceived })
    }
    this.#closeWhenSent()
    this.#context.over()
  }

  /** What the guest sent last still goes out. */
  #closeWhenSent(): void {
    if (this.#isOver && this.#pending === 0) this.#socket.close()
  }
}

function keyOf({ address, port }: SocketAddress): string {
  return `${address} ${port}`
}
