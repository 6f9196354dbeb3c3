import { parseManifest } from '../oci/manifest.ts'
import { INDEX_TYPE, MANIFEST_TYPE } from '../oci/media-types.ts'
import type { RegistryClient } from '../oci/registry-client.ts'
import { displayOciReference } from '../oci/reference.ts'
import { type ManifestBytes, resolveManifest } from '../oci/resolve-manifest.ts'
import type { OciReference } from '../references/reference.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { BlobStore } from '../store/blob-store.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { ArtifactTrust } from './artifact-trust.ts'
import { parseSigningKey } from './sign/signing-key.ts'
import { signManifest } from './sign/sign-manifest.ts'
import type { Signatures, SignatureReport, SignResult, VerifyRequest } from './signatures.ts'

/** What the service is made of. */
export interface OciSignaturesParts {
  readonly client: RegistryClient
  readonly store: BlobStore
  /** Finds the place of a reference, and that it may be used. */
  readonly locate: (reference: string, options: FetchOptions) => Promise<OciReference>
  /** Trust with the settings of the user, or with another trusted root. */
  readonly trustWith: (trustedRoot: string | null) => ArtifactTrust
}

/** Signatures in registries. */
export class OciSignatures implements Signatures {
  readonly #parts: OciSignaturesParts

  constructor(parts: OciSignaturesParts) {
    this.#parts = parts
  }

  async sign(
    reference: string,
    { created, ...file }: Parameters<Signatures['sign']>[1],
    options: FetchOptions = {},
  ): Promise<SignResult> {
    const key = await parseSigningKey(file)
    const { repository, manifest, shown } = await this.#resolve(reference, options)
    const { kind } = parseManifest(manifest.bytes, shown)
    const mediaType = kind === 'index' ? INDEX_TYPE : MANIFEST_TYPE
    const subject = { mediaType, digest: manifest.digest, size: manifest.bytes.length }
    const push = { repository, signal: options.signal }
    const signatureDigest = await signManifest(this.#parts.client, { subject, key, created }, push)
    const { fingerprint } = key.trusted
    return { reference: shown, digest: manifest.digest, signatureDigest, fingerprint }
  }

  async verify(
    reference: string,
    { signedBy, trustedRoot }: VerifyRequest,
    options: FetchOptions = {},
  ): Promise<SignatureReport> {
    const { repository, manifest, shown } = await this.#resolve(reference, options)
    const examined = { repository, manifestDigest: manifest.digest }
    const signatures = await this.#parts.trustWith(trustedRoot).examine(examined, signedBy, options.signal)
    return { reference: shown, digest: manifest.digest, signatures }
  }

  async #resolve(text: string, options: FetchOptions): Promise<Resolved> {
    const { registry, repository, tag, digest } = await this.#parts.locate(text, options)
    const name = { registry, repository }
    const { client, store } = this.#parts
    const wanted = { repository: name, tag, digest, subject: text }
    const manifest = await resolveManifest(wanted, { client, store, signal: options.signal })
    const located: OciReference = { kind: 'oci', ...name, tag: null, digest: manifest.digest }
    return { repository: name, manifest, shown: `oci://${displayOciReference(located)}` }
  }
}

interface Resolved {
  readonly repository: RepositoryName
  readonly manifest: ManifestBytes
  readonly shown: string
}
