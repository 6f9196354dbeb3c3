import type { LogLevel } from './config/config.ts'
import type { Logger } from './logger.ts'
import { escapeInJson } from './visible-text.ts'

const STDERR = 2

/** A logger that writes one JSON object a line to stderr; stdout belongs to MCP. */
export async function createPinoLogger(level: LogLevel): Promise<Logger> {
  // The sandbox process comes through this room's door too, and should not pay for pino there.
  const { destination, pino } = await import('pino')
  const output = destination({ dest: STDERR, sync: true })
  // A client that closes our stderr loses the log, not the server.
  output.on('error', () => {})
  const logger: Logger = pino(
    { level, base: null, timestamp: isoTime, formatters: { level: levelName } },
    { write: (line) => void output.write(escapeInJson(line)) },
  )
  return logger
}

function levelName(level: string): { readonly level: string } {
  return { level }
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`
}
