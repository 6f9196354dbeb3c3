import { z } from 'zod'

/** Names the folder in which the processes of a run of the attacks write down what they observe of themselves. */
export const BYSTANDERS_FOLDER_VARIABLE = 'WASSETTE_TEST_BYSTANDERS'

/** How often a process writes down how it went, in milliseconds. */
export const OBSERVATION_MS = 100

const OBSERVATION = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('test'), file: z.string(), name: z.string(), from: z.number(), to: z.number() }),
  z.object({ kind: z.literal('loop'), at: z.number(), heldMs: z.number(), bytes: z.number() }),
])

/**
 * A line that a process writes: a test that it ran, or how long its event loop was held at most in the last tenth of a second, with its
 * memory. Times are in milliseconds since 1970.
 */
export type Observation = z.infer<typeof OBSERVATION>

/** Reads what a process has written; the last line may be cut off, since servers are killed. */
export function parseObservations(text: string): readonly Observation[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => OBSERVATION.parse(JSON.parse(line)))
}
