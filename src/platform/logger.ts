/** What a room writes to the log with; the concrete logger is chosen in `compose.ts`. */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/** Structured fields of one log line. */
export type LogFields = Readonly<Record<string, unknown>>

/** A logger that says nothing. */
export const SILENT_LOGGER: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
}
