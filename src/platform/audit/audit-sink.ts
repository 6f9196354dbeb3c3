import type { AuditEvent } from './audit-event.ts'

/** Where decisions and events are recorded. */
export interface AuditSink {
  /** Takes an event and returns at once, whatever becomes of it. */
  record(event: AuditEvent): void
  /** Resolves when everything is written, or counted as lost. */
  close(): Promise<void>
}

/** An audit that was turned off. */
export const NO_AUDIT: AuditSink = { record: () => {}, close: async () => {} }
