import type { Question } from '../question.ts'
import { CALL } from './call.ts'
import { SANDBOX_COST } from './sandbox-cost.ts'

/** Every question, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [CALL, SANDBOX_COST]
