import { visibleText } from '#platform'
import { describeAttempt } from '#policy'
import type { EgressTarget } from '#sandbox'

/** What was tried on the network, in words that follow 'tried'. */
export function describeTarget(target: EgressTarget): string {
  return target.protocol === 'dns'
    ? `to look up ${visibleText(target.host)}`
    : `to reach ${visibleText(describeAttempt(target))}`
}
