import { describeGrant, describeTerms, FOR_GOOD, type Grant, type GrantTerms } from '#policy'

/** A permission that was granted. */
export interface MadeGrant {
  readonly id: string
  readonly grant: Grant
  readonly terms: GrantTerms
  /** Sentences about what stands in its way. */
  readonly notes: readonly string[]
}

/** What a grant is answered with, in the keys of Wassette; `leads_to`, `lasts` and `notes` are ours. */
export function grantedAnswer({ id, grant, terms, notes }: MadeGrant): object {
  const isForGood = terms.expires === FOR_GOOD.expires && terms.uses === FOR_GOOD.uses
  return {
    status: 'permission granted successfully',
    component_id: id,
    permission_type: permissionType(grant.kind),
    details: describeGrant(grant).details,
    ...(grant.kind === 'storage' && grant.resolved !== undefined && { leads_to: grant.resolved }),
    ...(!isForGood && { lasts: describeTerms(terms) }),
    ...(notes.length > 0 && { notes }),
  }
}

/** Wassette's word for a kind of permission. */
export function permissionType(kind: Grant['kind']): string {
  return kind === 'environment' ? 'environment variable' : kind
}
