import type { AuditEvent, AuditSink } from '#platform'
import type { Decision } from '#policy'
import type { EgressEvent, FileUse, SandboxAttempt } from '#sandbox'

import {
  type DecisionSubject,
  environmentEvent,
  fileEvents,
  networkEvent,
  otherNetworkEvent,
  sandboxDenialEvent,
} from './decision-events.ts'

/** Attempts of one call to reach the network that are a line each; a guest could push out what it did before. */
const MAX_NETWORK_LINES = 500

interface Traffic {
  count: number
  bytesSent: number
  bytesReceived: number
}

/** What one call leaves in the audit: each decision on what it did, and of very many how many there were. */
export class CallTrail {
  readonly #audit: AuditSink
  readonly #subject: DecisionSubject
  readonly #denied = new Set<string>()
  readonly #others = new Map<EgressEvent['kind'], Traffic>()
  #linesLeft = MAX_NETWORK_LINES
  #isSettled = false

  constructor(audit: AuditSink, subject: DecisionSubject) {
    this.#audit = audit
    this.#subject = subject
  }

  /** An attempt to reach the network, once it is decided on or ended. */
  addNetwork(event: EgressEvent): void {
    // What ends after the call is no more than was under way.
    if (this.#linesLeft-- > 0 || this.#isSettled) this.#record(networkEvent(event, this.#subject))
    else this.#count(event)
  }

  /** What the sandbox denied, each attempt once. */
  addDenial(attempt: SandboxAttempt, decision: Decision): void {
    const event = sandboxDenialEvent(attempt, decision, this.#subject)
    const key = `${event.kind} ${event.attempt}`
    if (this.#denied.has(key)) return
    this.#denied.add(key)
    this.#record(event)
  }

  /** The files that were used. */
  addUses(uses: readonly FileUse[], others: number, decide: (use: FileUse) => Decision): void {
    for (const eventOf of fileEvents({ uses, others }, decide)) this.#record(eventOf(this.#subject))
  }

  /** A variable that the process of the call is given. */
  addVariable(key: string, decision: Decision): void {
    this.#record(environmentEvent(key, decision, this.#subject))
  }

  /** The call is over: says how much more there was. */
  settle(): void {
    this.#isSettled = true
    for (const [decision, traffic] of this.#others) {
      this.#record(otherNetworkEvent({ decision, ...traffic }, this.#subject))
    }
  }

  #count({ kind, bytesSent, bytesReceived }: EgressEvent): void {
    const traffic = this.#others.get(kind) ?? { count: 0, bytesSent: 0, bytesReceived: 0 }
    traffic.count += 1
    traffic.bytesSent += bytesSent
    traffic.bytesReceived += bytesReceived
    this.#others.set(kind, traffic)
  }

  #record(event: AuditEvent): void {
    this.#audit.record(event)
  }
}
