import { parseIpAddress } from '#addresses'
import { CodedError } from '#platform'

import { decideEnvironment } from './decide-environment.ts'
import { decideNetwork } from './decide-network.ts'
import { decideStorage } from './decide-storage.ts'
import type { Decision } from './decision.ts'
import type { EffectivePolicy } from '../effective-policy.ts'
import { networkAttemptOf } from './network-attempt.ts'

/** One question to a policy and its answer. */
export interface Explanation {
  readonly attempt: string
  readonly decision: Decision
  /** What is decided besides, once more is known; null where this is all. */
  readonly note: string | null
}

const LINKS = 'Where a link is on the way, what it leads to is decided on too'
const ADDRESSES = 'The address that the name leads to is decided on too: one inside a network has to be named'

function noted(decision: Decision, note: string | null): Omit<Explanation, 'attempt'> {
  return { decision, note: decision.kind === 'allowed' ? note : null }
}

/**
 * Answers what a policy says of `fs:///path` or `/path` (read and write), a URL with an optional method before it
 * (`POST https://…`), or the name of a variable.
 *
 * @throws CodedError `QUESTION_INVALID`, `HOST_INVALID`, `URL_INVALID`
 */
export function explain(policy: EffectivePolicy, question: string): readonly Explanation[] {
  const path = question.replace(/^fs:\/\//, '')
  if (path.startsWith('/')) {
    return (['read', 'write'] as const).map((access) => ({
      attempt: `${access} ${path}`,
      ...noted(decideStorage(policy, { path, access }), LINKS),
    }))
  }
  const { method, url } = /^(?:(?<method>[A-Za-z-]+) +)?(?<url>[a-z]+:\/\/.*)$/i.exec(question)?.groups ?? {}
  if (url !== undefined) {
    const attempt = networkAttemptOf(url, method)
    const isAddress = parseIpAddress(attempt.host) !== null
    return [{ attempt: question, ...noted(decideNetwork(policy, attempt), isAddress ? null : ADDRESSES) }]
  }
  if (/^[\w.-]+$/.test(question)) {
    return [{ attempt: `variable ${question}`, ...noted(decideEnvironment(policy, question), null) }]
  }
  throw new CodedError(
    'QUESTION_INVALID',
    `Cannot tell what '${question}' is, ask about '/a/path', 'https://a.host/path' or the NAME of a variable`,
  )
}
