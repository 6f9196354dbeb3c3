import type { Outcome } from '#sandbox'

/**
 * Runs a call, and once more when its process was killed because of another call in it.
 *
 * A call that passed a limit itself is not run again, nor one that nobody knows the fault of.
 */
export async function repeatInterrupted(run: () => Promise<Outcome>): Promise<Outcome> {
  const outcome = await run()
  return outcome.kind === 'interrupted' ? run() : outcome
}
