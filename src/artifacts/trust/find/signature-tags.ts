import type { Sha256Digest } from '../../digest.ts'
import { referrersTag } from '../../oci/referrers/referrers-tag.ts'

/** The tag where cosign 2 keeps the signatures of a manifest. */
export function cosignTag(manifestDigest: Sha256Digest): string {
  return `${referrersTag(manifestDigest)}.sig`
}
