import type { Redactor } from '#platform'

import type { CallEnd, CallResult } from '../types.ts'

/** The result of a call without the secrets that are known: a component may return or quote what it was given. */
export function redactResult({ denials, ...end }: CallResult, redactor: Redactor): CallResult {
  const redacted = redactEnd(end, redactor)
  if (denials === undefined) return redacted
  const safe = denials.map((denial) => ({ ...denial, attempt: redactor.redact(denial.attempt) }))
  return { ...redacted, denials: safe }
}

function redactEnd(end: CallEnd, redactor: Redactor): CallEnd {
  switch (end.kind) {
    case 'returned':
      return { ...end, value: redactor.redactDeep(end.value) }
    case 'failed':
      return { ...end, message: redactor.redact(end.message) }
    case 'returned-nothing':
      return end
  }
}
