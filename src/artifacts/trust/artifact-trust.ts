import { isCodedError, type Logger, type TrustedSigner, type TrustSettings } from '#platform'

import type { Sha256Digest } from '../digest.ts'
import type { RegistryClient } from '../oci/registry-client.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { BlobStore } from '../store/blob-store.ts'
import { findSignatures } from './find/find-signatures.ts'
import type { KeylessVerifier } from './keyless/keyless-verifier.ts'
import { openKeylessVerifier } from './keyless/trusted-root.ts'
import { KeptSignatures } from './find/kept-signatures.ts'
import { RegistrySignatures } from './find/registry-signatures.ts'
import { type Acceptance, acceptPinned, acceptSigners } from './policy/acceptance.ts'
import { findDemand, SIGNING_PREDICATES, type TrustDemand } from './policy/trust-demand.ts'
import { trustName } from './policy/trust-name.ts'
import type { SignerPins } from './signer-pins.ts'
import type { Signer } from './signer.ts'
import { noRule, type RejectedSignature, unacceptable } from './trust-error.ts'
import type { FoundSignature, SignatureVerdict, VerifierParts } from './verify/signature.ts'
import { verifySignature } from './verify/verify-signature.ts'

/** What the check is made of. */
export interface ArtifactTrustParts {
  readonly settings: TrustSettings
  readonly pins: SignerPins
  readonly client: RegistryClient
  readonly store: BlobStore
  readonly logger: Logger
}

/** A manifest that somebody wants to use. */
export interface TrustSubject {
  readonly repository: RepositoryName
  /** The digests that a signature may name: of the document that the reference leads to, and of the manifest in it. */
  readonly digests: readonly Sha256Digest[]
  /** The reference as it is shown. */
  readonly shown: string
  /** Whether a person has agreed to another signer than before. */
  readonly mayChangeSigner: boolean
  /** Whether just this was taken before, so that nothing new can be learned about it. */
  readonly isKnown: boolean
}

/** A manifest whose signatures somebody wants to see. */
export interface ExaminedManifest {
  readonly repository: RepositoryName
  readonly manifestDigest: Sha256Digest
}

/** One signature of a manifest, looked at. */
export type ExaminedSignature =
  | {
      readonly kind: 'verified'
      readonly signer: Signer
      readonly predicate: string
      readonly isAccepted: boolean
    }
  | { readonly kind: 'rejected'; readonly reason: string }

/** Decides before a download whether an artifact is signed by whom it has to be. */
export class ArtifactTrust {
  readonly #parts: ArtifactTrustParts
  #keyless: Promise<KeylessVerifier> | undefined

  constructor(parts: ArtifactTrustParts) {
    this.#parts = parts
  }

  /**
   * Finds the signer of an artifact; null where nobody has to have signed it, and nobody known has.
   *
   * @throws CodedError `SIGNATURE_MISSING`, `SIGNATURE_INVALID`, `SIGNER_REFUSED`, `SIGNER_CHANGED`, `TRUST_RULE_MISSING`
   */
  async check(subject: TrustSubject, signal?: AbortSignal): Promise<Signer | null> {
    const name = trustName(subject.repository)
    const demand = findDemand(name, this.#parts.settings)
    switch (demand.kind) {
      case 'off':
        return null
      case 'no-rule':
        throw noRule(name)
      case 'pin':
        return this.#checkPin(subject, name, signal)
      case 'signed-by':
        return this.#checkSigners(subject, demand, signal)
    }
  }

  /**
   * Whether something may be taken from where signatures cannot be: from a web server.
   *
   * @param name `host/path`
   * @throws CodedError `SIGNATURE_MISSING`, `TRUST_RULE_MISSING`
   */
  checkUnsigned(name: string): void {
    const demand = findDemand(name, this.#parts.settings)
    if (demand.kind === 'no-rule') throw noRule(name)
    if (demand.kind === 'signed-by') throw unacceptable(name, [], { kind: 'rule' })
  }

  /**
   * Looks at every signature that the registry has of a manifest, whatever is kept.
   *
   * @param signedBy Whom to accept instead of what the settings say.
   */
  async examine(
    { repository, manifestDigest }: ExaminedManifest,
    signedBy: readonly TrustedSigner[] | null,
    signal?: AbortSignal,
  ): Promise<readonly ExaminedSignature[]> {
    const { accepts, verifier } = await this.#acceptance(trustName(repository), signedBy)
    const source = new RegistrySignatures({ client: this.#parts.client, repository, manifestDigest, signal })
    const examined: ExaminedSignature[] = []
    for await (const signature of findSignatures(source, manifestDigest)) {
      const verdict = await this.#verify(signature, { ...verifier, manifestDigest })
      if (verdict.kind === 'rejected') examined.push(verdict)
      else examined.push({ ...verdict, isAccepted: accepts(verdict.signer) })
    }
    return examined
  }

  async #acceptance(name: string, signedBy: readonly TrustedSigner[] | null): Promise<Acceptance> {
    if (signedBy !== null) return acceptSigners(signedBy, SIGNING_PREDICATES)
    const demand = findDemand(name, this.#parts.settings)
    switch (demand.kind) {
      case 'off':
        return acceptPinned([])
      case 'no-rule':
        throw noRule(name)
      case 'pin':
        return acceptPinned(await this.#parts.pins.read(name))
      case 'signed-by':
        return acceptSigners(demand.any, demand.predicates)
    }
  }

  async #checkPin(subject: TrustSubject, name: string, signal?: AbortSignal): Promise<Signer | null> {
    const pinned = subject.mayChangeSigner ? [] : await this.#parts.pins.read(name)
    const [first] = pinned
    const isSettled = subject.isKnown && first === undefined
    const finding = this.#find(subject, { ...acceptPinned(pinned), isSettled }, signal)
    const found = await (first === undefined ? this.#orUnsigned(finding, subject, signal) : finding)
    if (found.kind === 'signed') return found.signer
    if (first === undefined) return null
    throw unacceptable(subject.shown, found.rejected, { kind: 'pinned', signer: first })
  }

  /** Where nobody has to have signed, a registry that does not tell is no reason to load nothing: it could as well say "nobody". */
  async #orUnsigned(
    finding: Promise<Finding>,
    { shown }: TrustSubject,
    signal?: AbortSignal,
  ): Promise<Finding> {
    try {
      return await finding
    } catch (error) {
      if (!isCodedError(error) || signal?.aborted === true) throw error
      const fields = { reference: shown, reason: error.message }
      this.#parts.logger.warn(fields, 'Who has signed a component cannot be found out')
      return { kind: 'unsigned', rejected: [] }
    }
  }

  async #checkSigners(
    subject: TrustSubject,
    { any, predicates }: TrustDemand & { readonly kind: 'signed-by' },
    signal?: AbortSignal,
  ): Promise<Signer> {
    const acceptance = await acceptSigners(any, predicates)
    const found = await this.#find(subject, { ...acceptance, isSettled: false }, signal)
    if (found.kind === 'signed') return found.signer
    throw unacceptable(subject.shown, found.rejected, { kind: 'rule' })
  }

  /** Looks at what was verified before, then at the registry, and stops at the first signature that will do. */
  async #find(
    { repository, digests }: TrustSubject,
    acceptance: Acceptance & {
      /** Whether the registry need not be asked. */
      readonly isSettled: boolean
    },
    signal?: AbortSignal,
  ): Promise<Finding> {
    const rejected: RejectedSignature[] = []
    const { store, client } = this.#parts
    const kept = digests.map((digest) => ({ digest, own: new KeptSignatures(store, repository, digest) }))
    for (const { digest, own } of kept) {
      const finding = await this.#firstAccepted(findSignatures(own, digest), digest, acceptance)
      if (finding.kind === 'unsigned') continue
      await own.touch()
      return finding
    }
    if (acceptance.isSettled) return { kind: 'unsigned', rejected }
    for (const { digest, own } of kept) {
      const source = new RegistrySignatures({ client, repository, manifestDigest: digest, signal })
      const finding = await this.#firstAccepted(findSignatures(source, digest), digest, acceptance)
      if (finding.kind === 'unsigned') rejected.push(...finding.rejected)
      else {
        await own.keep(finding.signature)
        return finding
      }
    }
    return { kind: 'unsigned', rejected }
  }

  async #firstAccepted(
    signatures: AsyncIterable<FoundSignature>,
    manifestDigest: Sha256Digest,
    { accepts, verifier }: Acceptance,
  ): Promise<Finding> {
    const rejected: RejectedSignature[] = []
    for await (const signature of signatures) {
      const verdict = await this.#verify(signature, { ...verifier, manifestDigest })
      if (verdict.kind === 'rejected') rejected.push({ kind: 'invalid', reason: verdict.reason })
      else if (accepts(verdict.signer)) return { kind: 'signed', signer: verdict.signer, signature }
      else rejected.push({ kind: 'other-signer', signer: verdict.signer })
    }
    return { kind: 'unsigned', rejected }
  }

  #verify(signature: FoundSignature, parts: Omit<VerifierParts, 'keyless'>): Promise<SignatureVerdict> {
    return verifySignature(signature, { ...parts, keyless: () => this.#keylessVerifier() })
  }

  #keylessVerifier(): Promise<KeylessVerifier> {
    this.#keyless ??= openKeylessVerifier(this.#parts.settings.trustedRoot).catch((error: unknown) => {
      // The file can be put right while the server runs.
      this.#keyless = undefined
      throw error
    })
    return this.#keyless
  }
}

type Finding =
  | { readonly kind: 'signed'; readonly signer: Signer; readonly signature: FoundSignature }
  | { readonly kind: 'unsigned'; readonly rejected: readonly RejectedSignature[] }
