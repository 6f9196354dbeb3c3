import type { LogFields, Logger } from '#platform'

/** One line of a log. */
export interface LogLine {
  readonly level: keyof Logger
  readonly fields: LogFields
  readonly message: string
}

/** A logger that keeps what it is told. */
export function recordingLogger(): Logger & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  const record = (level: keyof Logger) => (fields: LogFields, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') }
}
