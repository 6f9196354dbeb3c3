import type { Decision } from './decision.ts'

/** The answer to everything while a policy is damaged: no grant helps. `problem` is what is wrong with it. */
export function damagedDecision(problem: string): Extract<Decision, { kind: 'denied' }> {
  const reason = `Nothing is allowed until its policy is mended: ${problem}`
  return { kind: 'denied', reason, rule: null, grant: null }
}
