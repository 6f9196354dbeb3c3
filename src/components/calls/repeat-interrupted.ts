import type { Outcome } from '#sandbox'

/**
 * Runs a call, and once more when its process ended because of another call in it, or may have.
 *
 * A call that was alone in its process is not run again: the fault is its own.
 */
export async function repeatInterrupted(run: () => Promise<Outcome>): Promise<Outcome> {
  const outcome = await run()
  return wasTakenAlong(outcome) ? run() : outcome
}

function wasTakenAlong(outcome: Outcome): boolean {
  if (outcome.kind === 'limit' || outcome.kind === 'crashed') return outcome.isShared === true
  return outcome.kind === 'interrupted'
}
