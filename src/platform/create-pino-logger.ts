import type { LogLevel } from './config/config.ts'
import type { Logger } from './logger.ts'

const STDERR = 2

/** A logger that writes one JSON object a line to stderr; stdout belongs to MCP. */
export async function createPinoLogger(level: LogLevel): Promise<Logger> {
  // The sandbox process comes through this room's door too, and should not pay for pino there.
  const { destination, pino } = await import('pino')
  const logger: Logger = pino(
    { level, base: null, timestamp: isoTime },
    destination({ dest: STDERR, sync: true }),
  )
  return logger
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`
}
