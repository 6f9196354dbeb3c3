import { isSameSource } from '#artifacts'
import type { PolicyStore } from '#policy'

import type { InstalledComponent } from './types.ts'

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
 */
export async function handOverGrants(
  { before, digest, reference }: Succession,
  policies: PolicyStore,
): Promise<string | null> {
  const isSuccessor =
    before.digest === digest || (before.reference !== null && isSameSource(before.reference, reference))
  const hadGrants = !isSuccessor && (await policies.info(before.id)) !== null
  if (!hadGrants) return null
  await policies.reset(before.id, { keepsNarrowing: true })
  const from = before.reference ?? 'the component folder'
  return `The component of this id came from ${from} before: what was granted to that one was taken back`
}
