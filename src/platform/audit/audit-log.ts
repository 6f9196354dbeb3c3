import { describeError } from '../coded-error.ts'
import type { Logger } from '../logger.ts'
import type { Redactor } from '../redactor.ts'
import type { AuditEvent } from './audit-event.ts'
import type { AuditFile } from './audit-file.ts'
import type { AuditSink } from './audit-sink.ts'
import { boundedEntry } from './bounded-entry.ts'

/** Entries that wait while the disk is slow or full; what comes on top is counted. */
const MAX_WAITING = 10_000
const RETRY_MS = 1_000

/** What the log works with. */
export interface AuditLogSettings {
  readonly file: AuditFile
  readonly redactor: Redactor
  readonly logger: Logger
}

/** The audit in a file: takes events at once, writes them one by one, and says how many it lost when it could not. */
export class AuditLog implements AuditSink {
  readonly #file: AuditFile
  readonly #redactor: Redactor
  readonly #logger: Logger
  #waiting: object[] = []
  #lost = 0
  #isFailing = false
  #writing: Promise<void> | null = null
  #retry: NodeJS.Timeout | null = null

  constructor({ file, redactor, logger }: AuditLogSettings) {
    this.#file = file
    this.#redactor = redactor
    this.#logger = logger
  }

  record(event: AuditEvent): void {
    // Redacted before it is cut: half a secret would not be known any more.
    const entry = boundedEntry(this.#redactor.redactDeep(event))
    this.#logger.debug({ ...entry }, 'Audited')
    if (this.#waiting.length >= MAX_WAITING) {
      this.#lost += 1
      return
    }
    this.#waiting.push({ time: new Date().toISOString(), ...entry })
    if (!this.#isFailing) this.#start()
  }

  async close(): Promise<void> {
    if (this.#retry !== null) clearTimeout(this.#retry)
    await this.#writing
    if (this.#waiting.length > 0) await this.#writeAll()
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#lost += this.#waiting.length
    this.#waiting = []
    if (this.#lost > 0) this.#logger.error({ lost: this.#lost }, 'Audit entries are lost')
    await this.#file.close()
  }

  #start(): void {
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null))
  }

  async #writeAll(): Promise<void> {
    try {
      for (let entry = this.#waiting[0]; entry !== undefined; entry = this.#waiting[0]) {
        await this.#file.append(entry)
        this.#waiting.shift()
        await this.#tellLost()
      }
      if (this.#isFailing) this.#logger.warn({}, 'The audit is written again')
      this.#isFailing = false
    } catch (error) {
      this.#fail(error)
    }
  }

  /** A gap that nobody can see would be taken for silence. */
  async #tellLost(): Promise<void> {
    const lost = this.#lost
    if (lost === 0) return
    await this.#file.append({ time: new Date().toISOString(), kind: 'lost', count: lost })
    this.#lost -= lost
  }

  #fail(error: unknown): void {
    if (!this.#isFailing) {
      const reason = describeError(error)
      this.#logger.error({ reason }, 'The audit cannot be written: free space or set audit_file')
    }
    this.#isFailing = true
    this.#retry = setTimeout(() => this.#start(), RETRY_MS)
    this.#retry.unref()
  }
}
