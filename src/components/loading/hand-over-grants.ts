import { isSameSource } from '#artifacts'
import { CodedError, isCodedError } from '#platform'
import type { PolicyStore } from '#policy'

import { resetCommand } from '../rights/permission-command.ts'
import type { InstalledComponent } from '../types.ts'

/** What is installed under an id, and what comes to take its place. */
export interface Succession {
  readonly before: Pick<InstalledComponent, 'id' | 'digest' | 'reference'>
  readonly digest: string
  readonly reference: string
}

/**
 * Takes back what was granted to a component when other bytes from another place take its id: `oci://evil.example/ada/weather`
 * has the id of `oci://ghcr.io/ada/weather`, and a model may load it.
 *
 * Returns a sentence when it did.
 *
 * @throws CodedError `POLICY_INVALID` where what was granted cannot be read: mended later, it would be the newcomer's
 */
export async function handOverGrants(
  { before, digest, reference }: Succession,
  { policies, folder }: { readonly policies: PolicyStore; readonly folder: string },
): Promise<string | null> {
  const hadGrants = !isSuccessor(before, { digest, reference }) && (await policies.info(before.id)) !== null
  if (!hadGrants) return null
  const from = before.reference ?? 'the component folder'
  try {
    await policies.reset(before.id, { keepsNarrowing: true })
  } catch (error) {
    if (!isCodedError(error, 'POLICY_INVALID')) throw error
    const message = `What was granted to the '${before.id}' that came from ${from} cannot be taken back: ${error.message}`
    const next = `mend that file, or remove it with '${resetCommand(before.id, folder)}'`
    throw new CodedError('POLICY_INVALID', `${message}; ${next}`, { cause: error })
  }
  return `The component of this id came from ${from} before: what was granted to that one was taken back`
}

/** Whether what was granted to the one before is meant for what comes: the same bytes, or another version from the same place. */
export function isSuccessor(
  before: Succession['before'],
  now: Pick<InstalledComponent, 'digest' | 'reference'>,
): boolean {
  if (before.digest === now.digest) return true
  return before.reference !== null && now.reference !== null && isSameSource(before.reference, now.reference)
}
