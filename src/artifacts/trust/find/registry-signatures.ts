import type { Descriptor } from '../../oci/manifest.ts'
import type { IndexedReferrer } from '../../oci/referrers/index-entries.ts'
import { RegistryReferrers, type ReferrersQuery } from '../../oci/referrers/registry-referrers.ts'
import { BUNDLE_LAYER } from './signature-manifest.ts'
import type { SignatureEntry, SignatureSource } from './signature-source.ts'
import { cosignTag } from './signature-tags.ts'

/** The signatures of a manifest in its registry: what refers to it, and the tag of cosign 2, since each tool writes elsewhere. */
export class RegistrySignatures implements SignatureSource {
  readonly #query: ReferrersQuery
  readonly #referrers: RegistryReferrers

  constructor(query: ReferrersQuery) {
    this.#query = query
    this.#referrers = new RegistryReferrers(query)
  }

  /**
   * Those that say that they are signatures first; the others stay, for older clients wrote no type, or another (cosign#4641).
   *
   * @throws CodedError when a place cannot be asked, as opposed to having nothing
   */
  async list(): Promise<readonly SignatureEntry[]> {
    const [referrers, byTag] = await Promise.all([
      this.#referrers.list(),
      this.#referrers.manifestAt(cosignTag(this.#query.manifestDigest)),
    ])
    const others = referrers.filter((referrer) => !isBundle(referrer))
    const entries = [
      ...(byTag === null ? [] : [{ manifest: byTag, isReferrer: false }]),
      ...[...referrers.filter(isBundle), ...others].map((manifest) => ({ manifest, isReferrer: true })),
    ]
    return [...new Map(entries.map((entry) => [entry.manifest.digest, entry])).values()]
  }

  readManifest(descriptor: Descriptor): Promise<Uint8Array | null> {
    return this.#referrers.readManifest(descriptor)
  }

  readLayer(descriptor: Descriptor): Promise<Uint8Array | null> {
    return this.#referrers.readLayer(descriptor)
  }
}

function isBundle({ artifactType }: IndexedReferrer): boolean {
  return artifactType.startsWith(BUNDLE_LAYER)
}
