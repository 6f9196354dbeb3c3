import { inspect } from 'node:util'

import type { LogFields, Logger } from '#platform'

import { lookAt } from '../../tools/leaks/leak-record.ts'

/** One line of a log. */
export interface LogLine {
  readonly level: keyof Logger
  readonly fields: LogFields
  readonly message: string
}

/** A logger that keeps what it is told, and looks for planted values in it: put it behind `redactingLogger` where the product does. */
export function recordingLogger(): Logger & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  const record = (level: keyof Logger) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message })
    lookAt('a log', inspect([fields, message], { depth: 8 }))
  }
  return { lines, debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') }
}
