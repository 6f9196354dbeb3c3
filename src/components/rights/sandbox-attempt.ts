import { visibleText } from '#platform'
import { type Decision, decideEnvironment, decideState, decideStorage, type EffectivePolicy } from '#policy'
import type { SandboxAttempt } from '#sandbox'

/** What a policy says of what the sandbox process decides itself. */
export function decideSandboxAttempt(policy: EffectivePolicy, attempt: SandboxAttempt): Decision {
  switch (attempt.kind) {
    case 'storage':
      return decideStorage(policy, attempt)
    case 'environment':
      return decideEnvironment(policy, attempt.key)
    case 'state':
      return decideState(policy)
  }
}

/** In words that follow 'tried', in one line whatever the name. */
export function describeSandboxAttempt(attempt: SandboxAttempt): string {
  switch (attempt.kind) {
    case 'storage':
      return `to ${attempt.access} ${visibleText(attempt.path)}`
    case 'environment':
      return `to see the variable '${visibleText(attempt.key)}'`
    case 'state':
      return 'to keep state'
  }
}
