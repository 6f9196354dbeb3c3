import type { LogLevel, ProcessEnvironment } from './config.ts'

const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'debug'],
  ['debug', 'debug'],
  ['info', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['off', 'silent'],
  ['silent', 'silent'],
])

/** Reads the log level from `WASSETTE_LOG`, else from `RUST_LOG`, whose filters of single modules are passed over. */
export function logLevelOf(env: ProcessEnvironment): LogLevel | undefined {
  return firstLevel(env['WASSETTE_LOG']) ?? firstLevel(env['RUST_LOG'])
}

function firstLevel(filter: string | undefined): LogLevel | undefined {
  const directives = (filter ?? '').toLowerCase().split(',')
  return directives.map((directive) => LEVELS.get(directive.trim())).find((level) => level !== undefined)
}
