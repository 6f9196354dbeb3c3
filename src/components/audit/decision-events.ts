import type { AuditSink, DecisionEvent } from '#platform'
import type { Decision } from '#policy'
import type { EgressEvent, FileUse, SandboxAttempt } from '#sandbox'

import { describeTarget } from '../rights/describe-target.ts'
import { describeSandboxAttempt } from '../rights/sandbox-attempt.ts'

/** Where decisions are recorded, and for whom. */
export interface DecisionAudit {
  readonly audit: AuditSink
  /** @see AuditParts.principal */
  readonly principal: string
}

/** What a decision is about. */
export interface DecisionSubject {
  readonly component: string
  /** `sha256:<hex>` of its file. */
  readonly digest: string
  /** As it is listed. */
  readonly tool: string
  readonly principal: string
}

/** An attempt to reach the network: once when it is denied, at its end when it is allowed. */
export function networkEvent(event: EgressEvent, subject: DecisionSubject): DecisionEvent {
  const { kind, attempt, address, decision, durationMs, bytesSent, bytesReceived } = event
  const at = address === null ? '' : ` at ${address}`
  return {
    kind: 'network',
    ...subject,
    decision: kind,
    attempt: `${describeTarget(attempt)}${at}`,
    rule: decision.rule,
    durationMs: Math.round(durationMs),
    bytesSent,
    bytesReceived,
  }
}

/** What a call has used of files, as its sandbox process says: decided on again here. */
export function fileEvents(
  { uses, others }: { readonly uses: readonly FileUse[]; readonly others: number },
  decide: (use: FileUse) => Decision,
): readonly ((subject: DecisionSubject) => DecisionEvent)[] {
  const all = uses.map((use) => ({
    ...use,
    attempt: describeSandboxAttempt({ kind: 'storage', ...use }),
    decision: decide(use),
  }))
  const rest = {
    attempt: 'to use more files',
    decision: { kind: 'allowed', rule: null },
    count: others,
    bytes: 0,
  } as const
  return [...all, ...(others > 0 ? [rest] : [])].map(
    ({ attempt, decision: { kind, rule }, count, bytes }) =>
      (subject) => ({
        kind: 'storage',
        ...subject,
        decision: kind,
        attempt,
        rule,
        count,
        bytes,
      }),
  )
}

/** A variable that a process of the component is given; its value is nobody's business. */
export function environmentEvent(key: string, decision: Decision, subject: DecisionSubject): DecisionEvent {
  return {
    kind: 'environment',
    ...subject,
    decision: decision.kind,
    attempt: describeSandboxAttempt({ kind: 'environment', key }),
    rule: decision.rule,
  }
}

/** What the sandbox denied itself; `decision` is what the policy says of it. */
export function sandboxDenialEvent(
  attempt: SandboxAttempt,
  { rule }: Decision,
  subject: DecisionSubject,
): DecisionEvent {
  return {
    kind: attempt.kind,
    ...subject,
    decision: 'denied',
    attempt: describeSandboxAttempt(attempt),
    rule,
  }
}

/** Attempts to reach the network that are no lines of their own. */
export function otherNetworkEvent(
  others: Pick<Required<DecisionEvent>, 'decision' | 'count' | 'bytesSent' | 'bytesReceived'>,
  subject: DecisionSubject,
): DecisionEvent {
  return { kind: 'network', ...subject, attempt: 'to reach more of the network', rule: null, ...others }
}
