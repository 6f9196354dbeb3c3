import type { AuditEvent, AuditSink } from '#platform'
import type { Decision } from '#policy'
import type { EgressEvent, FileUse } from '#sandbox'

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
  readonly tool: string
  readonly principal: string
}

/** An attempt to reach the network: once when it is denied, at its end when it is allowed. */
export function networkEvent(event: EgressEvent, subject: DecisionSubject): AuditEvent {
  const { kind, attempt, address, decision, durationMs, bytesSent, bytesReceived } = event
  const at = address === null ? '' : ` at ${address}`
  return {
    kind: 'network',
    ...subject,
    digest: null,
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
): readonly ((subject: DecisionSubject) => AuditEvent)[] {
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
        digest: null,
        decision: kind,
        attempt,
        rule,
        count,
        bytes,
      }),
  )
}

/** A variable that a process of the component is given; its value is nobody's business. */
export function environmentEvent(key: string, decision: Decision, subject: DecisionSubject): AuditEvent {
  return {
    kind: 'environment',
    ...subject,
    digest: null,
    decision: decision.kind,
    attempt: describeSandboxAttempt({ kind: 'environment', key }),
    rule: decision.rule,
  }
}
