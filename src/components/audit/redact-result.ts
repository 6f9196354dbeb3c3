import type { Redactor } from '#platform'

import type { Denial } from '../rights/denial.ts'
import type { CallEnd, CallResult } from '../types.ts'

/** The result of a call without the secrets that are known: a component may return or quote what it was given. */
export function redactResult(
  { denials, otherDenials = 0, ...end }: CallResult,
  redactor: Redactor,
): CallResult {
  const redacted = redactEnd(end, redactor)
  if (denials === undefined) return redacted
  return { ...redacted, denials: denials.map((denial) => redactDenial(denial, redactor)), otherDenials }
}

/** A guest can try a path that holds what it knows. */
function redactDenial(denial: Denial, redactor: Redactor): Denial {
  const { attempt, reason, rule, grant } = denial
  const text = JSON.stringify(grant)
  return {
    ...denial,
    attempt: redactor.redact(attempt),
    reason: redactor.redact(reason),
    rule: rule === null ? null : redactor.redact(rule),
    grant: redactor.redact(text) === text ? grant : null,
  }
}

function redactEnd(end: CallEnd, redactor: Redactor): CallEnd {
  switch (end.kind) {
    case 'failed':
      return { ...end, message: redactor.redact(end.message) }
    // Its texts were redacted one by one while it was read.
    case 'returned':
    case 'returned-nothing':
      return end
  }
}
