import { CodedError } from '#platform'

import type { ToolArguments } from './builtin-tool.ts'

/** The argument of that name. @throws CodedError MISSING_ARGUMENT when it is absent or not a string */
export function requiredString(args: ToolArguments, name: string): string {
  const value = args[name]
  if (typeof value === 'string') return value
  throw new CodedError('MISSING_ARGUMENT', `Missing required argument: '${name}'`)
}
