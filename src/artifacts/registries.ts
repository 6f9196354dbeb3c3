import type { CopyResult } from './oci/copy/copy-artifact.ts'
import type { ArtifactDescription } from './oci/describe-artifact.ts'
import type { PushedComponent, PushResult } from './oci/push/push-component.ts'
import type { FetchOptions } from './verified-artifact.ts'

/** What can be done at registries besides fetching a component; references are `oci://…`. */
export interface Registries {
  /** Publishes a component in the layout of wkg. @throws CodedError `REFERENCE_INVALID`, `LOGIN_REQUIRED`, `ACCESS_DENIED`, … */
  push(reference: string, component: PushedComponent, options?: FetchOptions): Promise<PushResult>
  /** Copies an artifact with its signatures. @throws CodedError as a fetch and a push */
  copy(from: string, to: string, options?: FetchOptions): Promise<CopyResult>
  /** Shows an artifact without running or trusting it. @throws CodedError as a fetch */
  describe(reference: string, options?: FetchOptions): Promise<ArtifactDescription>
  /** Tags of a repository, numbers in order of size. @throws CodedError `ARTIFACT_NOT_FOUND`, `LOGIN_REQUIRED`, … */
  tags(reference: string, options?: FetchOptions): Promise<readonly string[]>
}
