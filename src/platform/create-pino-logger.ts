import type { Writable } from 'node:stream'

import type { LogLevel } from './config/config.ts'
import type { Logger } from './logger.ts'
import { LossyLines } from './lossy-lines.ts'
import { escapeInJson } from './visible-text.ts'

/** A logger that writes one JSON object a line to `stderr`; stdout belongs to MCP. A reader that stops loses lines, and hears how many. */
export async function createPinoLogger(level: LogLevel, stderr: Writable = process.stderr): Promise<Logger> {
  // The sandbox process comes through this room's door too, and should not pay for pino there.
  const { pino } = await import('pino')
  const lines = new LossyLines(stderr, (dropped) =>
    logger.warn({ dropped }, 'Log lines were dropped, nobody read them'),
  )
  const logger: Logger = pino(
    { level, base: null, timestamp: isoTime, formatters: { level: levelName } },
    { write: (line) => lines.write(escapeInJson(line)) },
  )
  return logger
}

function levelName(level: string): { readonly level: string } {
  return { level }
}

function isoTime(): string {
  return `,"time":"${new Date().toISOString()}"`
}
