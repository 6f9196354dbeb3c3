import type { Question } from '../question.ts'
import { CALL } from './call.ts'
import { CALLS_AT_ONCE } from './calls-at-once.ts'
import { LANGUAGES } from './languages.ts'
import { LOAD } from './load.ts'
import { MEMORY } from './memory.ts'
import { SANDBOX_COST } from './sandbox-cost.ts'
import { START } from './start.ts'

/** Every question, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  START,
  LOAD,
  CALL,
  CALLS_AT_ONCE,
  LANGUAGES,
  MEMORY,
  SANDBOX_COST,
]
