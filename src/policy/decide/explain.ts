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
      decision: decideStorage(policy, { path, access }),
    }))
  }
  const { method, url } = /^(?:(?<method>[A-Za-z-]+) +)?(?<url>[a-z]+:\/\/.*)$/i.exec(question)?.groups ?? {}
  if (url !== undefined) {
    const attempt = networkAttemptOf(url, method)
    return [{ attempt: question, decision: decideNetwork(policy, attempt) }]
  }
  if (/^[\w.-]+$/.test(question)) {
    return [{ attempt: `variable ${question}`, decision: decideEnvironment(policy, question) }]
  }
  throw new CodedError(
    'QUESTION_INVALID',
    `Cannot tell what '${question}' is, ask about '/a/path', 'https://a.host/path' or the NAME of a variable`,
  )
}
