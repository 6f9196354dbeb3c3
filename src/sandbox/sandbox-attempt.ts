import type { ProcessAttempt } from './protocol/component-protocol.ts'
import type { StateAttempt } from './state/state-session.ts'

/** What the sandbox denies without asking a policy again: what was granted went into it before. */
export type SandboxAttempt = ProcessAttempt | StateAttempt
