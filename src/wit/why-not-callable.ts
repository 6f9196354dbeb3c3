import { partsOf } from './parts-of.ts'
import type { WitFunction, WitType } from './types.ts'

/**
 * Why JSON cannot call the function, as a sentence, or null when it can.
 *
 * Resources, streams, futures and error contexts live inside a running component and have no form outside it.
 */
export function whyNotCallable(fn: WitFunction): string | null {
  if (fn.name.startsWith('['))
    return `"${fn.name}" belongs to a resource, which lives only inside the component`
  for (const { name, type } of fn.parameters) {
    const found = untransferable(type)
    if (found !== null) return `The parameter "${name}" takes ${found}, which cannot be given as JSON`
  }
  const found = fn.result === null ? null : untransferable(fn.result)
  return found === null ? null : `The function returns ${found}, which cannot be shown as JSON`
}

/** What inside the type has no form in JSON, in words, or null. */
function untransferable(type: WitType): string | null {
  if (type.kind === 'own' || type.kind === 'borrow') return `the resource "${type.resource}"`
  if (type.kind === 'future' || type.kind === 'stream') return `a ${type.kind}`
  if (type.kind === 'error-context') return 'an error context'
  for (const part of partsOf(type)) {
    const found = untransferable(part)
    if (found !== null) return found
  }
  return null
}
