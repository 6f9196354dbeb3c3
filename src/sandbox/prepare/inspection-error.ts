import { CodedError } from '#platform'

import type { ProcessEnd } from '../process/sandbox-process.ts'
import type { RefusalReason } from '../protocol/inspect-protocol.ts'

/** Why an inspection came to no end of its own: it was stopped, ended by itself, or said what no code of ours says. */
export type InspectionEnd =
  | { readonly limit: 'time' | 'memory' | 'cancelled' }
  /** What all sandbox processes may take together; the component may be a good one. */
  | { readonly limit: 'all memory'; readonly message: string }
  | { readonly why: string }
  | ProcessEnd

/** The error of an inspection that came to no answer. */
export function inspectionEnd(end: InspectionEnd): CodedError {
  if ('limit' in end && end.limit === 'cancelled')
    return new CodedError('CANCELLED', 'The load was cancelled')
  if ('limit' in end && end.limit === 'all memory')
    return new CodedError('MEMORY_FULL', `The component was not made ready to run: ${end.message}`)
  return new CodedError('COMPONENT_INVALID', `The component could not be made ready to run: ${describe(end)}`)
}

/** The error of a component that cannot be run, as the inspection process tells it. */
export function refusalError({
  reason,
  message,
}: {
  readonly reason: RefusalReason
  readonly message: string
}): CodedError {
  switch (reason) {
    case 'unknown-imports':
      return new CodedError(
        'COMPONENT_IMPORTS_UNKNOWN',
        `The component imports what this host does not offer: ${message}; build it against WASI 0.2 or 0.3, or compose it with a component that offers it (wac plug)`,
      )
    case 'types-too-large':
      return new CodedError('WIT_TOO_LARGE', message)
    case 'damaged':
      return new CodedError('COMPONENT_INVALID', message)
    case 'invalid':
      return new CodedError('COMPONENT_INVALID', `This is not a component that can be run: ${message}`)
  }
}

function describe(end: InspectionEnd): string {
  if ('why' in end) return end.why
  if ('how' in end) return end.ranOutOfMemory ? describe({ limit: 'memory' }) : end.how
  return end.limit === 'time' ? 'it took longer than is allowed' : 'it takes more memory than is allowed'
}
