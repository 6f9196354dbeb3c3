import { CodedError } from '../coded-error.ts'

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>

const NAME = /^[^\s=\0]+$/

/**
 * Reads a `.env` file: `KEY=VALUE` lines, `#` comments, one pair of quotes around a value taken off.
 *
 * A message never quotes the line: what stands there is likely a secret. @throws CodedError INVALID_ENV_FILE
 */
export function parseEnvFile(content: string): Variables {
  const variables = new Map<string, string>()
  for (const [index, line] of content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const pair = splitAssignment(trimmed)
    if (pair === null) {
      throw new CodedError(
        'INVALID_ENV_FILE',
        `Invalid environment variable format at line ${index + 1}: expected KEY=VALUE`,
      )
    }
    variables.set(pair.key, unquoted(pair.value.trim()))
  }
  return Object.fromEntries(variables)
}

/** Reads the values of `--env`, `KEY=VALUE` each, the last of a key wins. @throws CodedError INVALID_ENV_FLAG */
export function parseEnvFlags(flags: readonly string[]): Variables {
  const pairs = flags.map((flag) => {
    const pair = splitAssignment(flag)
    if (pair !== null) return [pair.key, pair.value] as const
    throw new CodedError('INVALID_ENV_FLAG', "Invalid value for '--env', write it as KEY=VALUE")
  })
  return Object.fromEntries(pairs)
}

function splitAssignment(text: string): { readonly key: string; readonly value: string } | null {
  const at = text.indexOf('=')
  if (at < 0) return null
  const key = text.slice(0, at).trim()
  return NAME.test(key) ? { key, value: text.slice(at + 1) } : null
}

function unquoted(value: string): string {
  const quote = value[0]
  const isQuoted = value.length >= 2 && (quote === '"' || quote === "'") && value.endsWith(quote)
  return isQuoted ? value.slice(1, -1) : value
}
