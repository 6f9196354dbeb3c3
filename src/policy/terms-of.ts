import type { Permissions, Policy, RuleTerms } from './policy.ts'

/** How long each rule that allows something lasts. */
export function termsOf({ storage, network, environment }: Permissions): readonly RuleTerms[] {
  return [...(storage.allow ?? []), ...(network.allow ?? []), ...(environment.allow ?? [])]
}

/** Whether a rule of the component or of one of its tools counts its uses. */
export function countsUses({ permissions, tools }: Policy): boolean {
  return [permissions, ...tools.values()].flatMap(termsOf).some(({ uses }) => uses !== null)
}
