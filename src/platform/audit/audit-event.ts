import type { Shape } from './shape-of.ts'

/** Whom an event is about and who brought it about. */
interface Subject {
  /** Its id; null where there is none yet, as after a load that failed. */
  readonly component: string | null
  /** `sha256:<hex>`; null where it is not known. */
  readonly digest: string | null
  /** Who did it, as far as that can be told: `operator`, `model`, the name of a client. */
  readonly principal: string
}

/** What a call was given and returned, as JSON. */
export interface CallValues {
  readonly arguments: string
  /** Null where there is none. */
  readonly result: string | null
}

/** A tool call that has ended, however it ended. */
export interface CallEvent extends Subject {
  readonly kind: 'call'
  readonly tool: string
  /** Whether it was to change nothing; absent where it was not. */
  readonly isDryRun?: boolean
  readonly outcome: 'returned' | 'error' | 'failed'
  /** Why it failed; null where it did not. */
  readonly code: string | null
  readonly durationMs: number
  readonly arguments: Shape
  /** Null where there is none. */
  readonly result: Shape | null
  /** Only where the operator wants it. */
  readonly values?: CallValues
}

/** A component that came or went, or did not. */
export interface ComponentEvent extends Subject {
  readonly kind: 'load' | 'unload'
  /** Why it failed; null where it did not. */
  readonly code: string | null
  /** Where it came from; null where nobody knows. */
  readonly reference: string | null
}

/** A change of what a component may do. */
export interface PermissionEvent extends Subject {
  readonly kind: 'grant' | 'revoke' | 'reset' | 'request' | 'approve' | 'deny'
  /** What it is about, in words; null for everything. */
  readonly rule: string | null
}

/** An answer of the policy to one attempt of a guest. */
export interface DecisionEvent extends Subject {
  readonly kind: 'storage' | 'network' | 'environment' | 'state'
  readonly tool: string | null
  readonly decision: 'allowed' | 'denied'
  /** What was tried, in words. */
  readonly attempt: string
  /** The rule that decided; null where none speaks of the attempt. */
  readonly rule: string | null
  /** How often within one call; once unless given. */
  readonly count?: number
  /** Read or written. */
  readonly bytes?: number
  readonly durationMs?: number
  readonly bytesSent?: number
  readonly bytesReceived?: number
}

/** A limit that was passed. */
export interface LimitEvent extends Subject {
  readonly kind: 'limit'
  readonly tool: string | null
  readonly limit: string
  readonly message: string
}

/** A change of the secrets of a component; never a value. */
export interface SecretEvent extends Subject {
  readonly kind: 'secret'
  readonly change: 'set' | 'deleted'
  readonly keys: readonly string[]
}

/** What the audit is told. */
export type AuditEvent =
  | CallEvent
  | ComponentEvent
  | PermissionEvent
  | DecisionEvent
  | LimitEvent
  | SecretEvent
