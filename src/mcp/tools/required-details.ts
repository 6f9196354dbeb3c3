import { CodedError } from '#platform'

import type { ToolArguments } from './builtin-tool.ts'

/** The argument `details`, of which only its presence is checked. @throws CodedError MISSING_ARGUMENT */
export function requiredDetails(args: ToolArguments): unknown {
  const details = args['details']
  if (details !== undefined && details !== null) return details
  throw new CodedError('MISSING_ARGUMENT', "Missing required argument: 'details'")
}
