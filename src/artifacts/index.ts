export { createArtifacts, type Artifacts } from './artifacts.ts'
export type { KnownComponent } from './component-list/known-component.ts'
export type { ArtifactSettings } from './artifact-settings.ts'
export { canonicalReference } from './references/canonical-reference.ts'
export { isSha256Digest, sha256Of, type Sha256Digest } from './digest.ts'
export { MANIFEST_TYPE, POLICY_LAYER_TYPE, WASM_CONFIG_TYPE, WASM_LAYER_TYPE } from './oci/media-types.ts'
export {
  buildWasmArtifact,
  type ArtifactLayer,
  type WasmArtifact,
  type WasmArtifactParts,
} from './oci/wasm-artifact.ts'
export { newerVersion } from './packages/newer-version.ts'
export { placeOf } from './references/place-of.ts'
export { DEFAULT_MAX_COMPONENT_BYTES } from './limits.ts'
export { assertComponentPreamble } from './component-preamble.ts'
export type { CopyResult } from './oci/copy/copy-artifact.ts'
export type { ArtifactDescription } from './oci/describe-artifact.ts'
export type { FoundReferrer } from './oci/referrers/read-referrers.ts'
export type { PushedComponent, PushedPolicy, PushResult } from './oci/push/push-component.ts'
export type { Registries } from './registries.ts'
export { isSameSource } from './references/same-source.ts'
export type { ExaminedSignature } from './trust/artifact-trust.ts'
export type { SignatureReport, Signatures, SignResult, VerifyRequest } from './trust/signatures.ts'
export type { SignerPins } from './trust/signer-pins.ts'
export { describeSigner, type Signer } from './trust/signer.ts'
export type {
  ArtifactSource,
  ContentSize,
  FetchOptions,
  FetchProgress,
  Resolution,
  VerifiedArtifact,
} from './verified-artifact.ts'
export { ContentStore, type StoreListing } from './store/content-store.ts'
export type { KeepReason, StoreRoot } from './store/inventory/keep-reason.ts'
export type { StoreEntry } from './store/inventory/list-entries.ts'
export { LayoutArchive } from './archive/layout-archive.ts'
export type { ExportRequest } from './archive/export-store.ts'
