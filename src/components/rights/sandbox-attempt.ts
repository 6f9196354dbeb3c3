import { type Decision, decideState, decideStorage, type EffectivePolicy } from '#policy'
import type { StateAttempt, StorageAttempt } from '#sandbox'

/** What a policy says of what the sandbox process decides itself. */
export function decideSandboxAttempt(
  policy: EffectivePolicy,
  attempt: StorageAttempt | StateAttempt,
): Decision {
  return attempt.kind === 'state' ? decideState(policy) : decideStorage(policy, attempt)
}

/** In words that follow 'tried'. */
export function describeSandboxAttempt(attempt: StorageAttempt | StateAttempt): string {
  return attempt.kind === 'state' ? 'to keep state' : `to ${attempt.access} ${attempt.path}`
}
