import { layerKind } from '../media-types.ts'
import type { FoundReferrer } from './read-referrers.ts'

/** The first document beside a component that says that it is a policy. */
export function findPolicy(referrers: readonly FoundReferrer[]): FoundReferrer | null {
  return (
    referrers.find(({ artifactType, layers }) => layerKind(artifactType) === 'policy' && layers.length > 0) ??
    null
  )
}
