import type { Question } from '../question.ts'
import { CACHED_LOAD } from './cached-load.ts'
import { CALL } from './call.ts'
import { CALLS_AT_ONCE } from './calls-at-once.ts'
import { FILES } from './files.ts'
import { LANGUAGES } from './languages.ts'
import { LIMITS } from './limits.ts'
import { LOAD } from './load.ts'
import { MEMORY } from './memory.ts'
import { NETWORK } from './network.ts'
import { RESULTS } from './results.ts'
import { SANDBOX_COST } from './sandbox-cost.ts'
import { START } from './start.ts'
import { VERIFY } from './verify.ts'
import { TRANSFER } from './transfer.ts'
import { WAITING_CALLS } from './waiting-calls.ts'

/** Every question, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  START,
  LOAD,
  CACHED_LOAD,
  VERIFY,
  TRANSFER,
  CALL,
  RESULTS,
  CALLS_AT_ONCE,
  LANGUAGES,
  MEMORY,
  SANDBOX_COST,
  FILES,
  NETWORK,
  LIMITS,
  WAITING_CALLS,
]
