import { hexOf, type Sha256Digest } from '../../digest.ts'

/** The tag with the index of what refers to a manifest, where a registry has no referrers API (OCI distribution specification 1.1). */
export function referrersTag(manifestDigest: Sha256Digest): string {
  return `sha256-${hexOf(manifestDigest)}`
}
