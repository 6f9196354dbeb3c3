import type { LogFields, Logger } from './logger.ts'
import type { Redactor } from './redactor.ts'

/** A logger in front of another one that takes known secrets out of fields and messages. */
export function redactingLogger(logger: Logger, redactor: Redactor): Logger {
  const fieldsOf = (fields: LogFields): LogFields =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, redactor.redactDeep(value)]))
  return {
    debug: (fields, message) => logger.debug(fieldsOf(fields), redactor.redact(message)),
    info: (fields, message) => logger.info(fieldsOf(fields), redactor.redact(message)),
    warn: (fields, message) => logger.warn(fieldsOf(fields), redactor.redact(message)),
    error: (fields, message) => logger.error(fieldsOf(fields), redactor.redact(message)),
  }
}
