import { isIP } from 'node:net'

import { normalizeHost } from '#addresses'

import type { FlowStep } from '../protocol/egress-protocol.ts'
import { Attempt } from './attempt.ts'
import { FlowFailure, toFlowError } from './flow-failure.ts'
import type { Flow, FlowContext } from './flow.ts'

const NO_TRAFFIC = { bytesSent: 0, bytesReceived: 0 }

/** One name that a guest looks up. */
export class Lookup implements Flow {
  readonly #context: FlowContext
  #attempt: Attempt | null = null
  #isOver = false

  constructor(name: string, context: FlowContext) {
    this.#context = context
    void this.#run(name)
  }

  receive(step: FlowStep): boolean {
    if (step.kind === 'cancel') this.close()
    return step.kind === 'cancel' || step.kind === 'end'
  }

  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#attempt?.end(NO_TRAFFIC)
    this.#context.over()
  }

  async #run(name: string): Promise<void> {
    const { reply } = this.#context
    try {
      reply({ kind: 'resolved', addresses: await this.#resolve(hostOf(name)) })
      reply({ kind: 'end', trailers: [] })
    } catch (error) {
      reply({ kind: 'failed', error: toFlowError(error) })
    }
    this.close()
  }

  async #resolve(host: string): Promise<readonly string[]> {
    // An address is its own answer: nobody is asked.
    if (isIP(host) !== 0) return [host]
    this.#attempt = new Attempt({ protocol: 'dns', host }, this.#context)
    const addresses = await this.#attempt.resolve()
    this.#context.names.remember(host, addresses)
    return addresses
  }
}

function hostOf(name: string): string {
  try {
    return normalizeHost(name)
  } catch {
    throw new FlowFailure('invalid-request', 'This is no name of a host')
  }
}
