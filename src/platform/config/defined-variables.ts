import type { ProcessEnvironment } from './config.ts'

/** The variables that are set, as a child process takes them. */
export function definedVariables(env: ProcessEnvironment): Readonly<Record<string, string>> {
  const entries = Object.entries(env)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}
