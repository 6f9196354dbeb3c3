import type { PolicySources } from '../effective-policy.ts'

/**
 * The exported functions that only read, by name: those of which the operator says so, unless the author or the ceiling says
 * the opposite.
 *
 * Clients call such tools without asking anybody, so the word of an author is not enough.
 */
export function decideReadOnly({
  granted,
  requested,
  ceiling,
}: Pick<PolicySources, 'granted' | 'requested' | 'ceiling'>): ReadonlySet<string> {
  const isDenied = (name: string): boolean =>
    [requested, ceiling].some((policy) => policy?.readOnly.get(name) === false)
  const names = [...granted.readOnly].flatMap(([name, isReadOnly]) => (isReadOnly ? [name] : []))
  return new Set(names.filter((name) => !isDenied(name)))
}
