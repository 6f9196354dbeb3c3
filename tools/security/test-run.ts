import { z } from 'zod'

/** One test that ran, under one Node. */
export interface TestRun {
  /** Path from the root of the repository. */
  readonly file: string
  /** The name of the test. */
  readonly name: string
  /** The name of the suite that it stands in, which may tell the layer it ran under. */
  readonly suite: string
  readonly hasPassed: boolean
}

const TEST_RUN = z.object({
  file: z.string(),
  name: z.string(),
  suite: z.string(),
  hasPassed: z.boolean(),
})

/** Reads what `run-tests.ts` has printed: a test run a line. @throws when a line is none */
export function parseTestRuns(text: string): readonly TestRun[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => TEST_RUN.parse(JSON.parse(line)))
}
