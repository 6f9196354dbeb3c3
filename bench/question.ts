import type { Scratch } from './scratch.ts'

/** What a figure counts. `×` is one contender's figure divided by another's, round by round. */
export type Unit = 'ms' | 'calls/s' | 'µs CPU' | 'MiB' | '×'

/** One figure, measured several times. */
export interface Measurement {
  readonly name: string
  readonly unit: Unit
  readonly samples: readonly number[]
  /** What the project aims at, in the same unit. Nothing fails when it is missed: machines differ. */
  readonly aim?: number
}

/** What a question is asked with. */
export interface BenchContext {
  /** Whether only to find out that the question can still be answered, with few samples. */
  readonly quick: boolean
  readonly scratch: Scratch
  /** Says something that the reader of the figures should know. */
  readonly note: (text: string) => void
}

/** Something to find out about the speed of the product. Rejects when it cannot be found out, or an answer is wrong. */
export interface Question {
  readonly name: string
  readonly asks: string
  readonly answer: (context: BenchContext) => Promise<readonly Measurement[]>
}
