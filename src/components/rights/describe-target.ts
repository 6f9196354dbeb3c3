import { describeAttempt } from '#policy'
import type { EgressTarget } from '#sandbox'

/** What was tried on the network, in words that follow 'tried'. */
export function describeTarget(target: EgressTarget): string {
  return target.protocol === 'dns' ? `to look up ${target.host}` : `to reach ${describeAttempt(target)}`
}
