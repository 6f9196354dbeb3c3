import type { PushedComponent, PushResult } from './oci/push/push-component.ts'
import type { FetchOptions } from './verified-artifact.ts'

/** What can be done at registries besides fetching a component; references are `oci://…`. */
export interface Registries {
  /** Publishes a component in the layout of wkg. @throws CodedError `REFERENCE_INVALID`, `LOGIN_REQUIRED`, `ACCESS_DENIED`, … */
  push(reference: string, component: PushedComponent, options?: FetchOptions): Promise<PushResult>
  /** Tags of a repository, numbers in order of size. @throws CodedError `ARTIFACT_NOT_FOUND`, `LOGIN_REQUIRED`, … */
  tags(reference: string, options?: FetchOptions): Promise<readonly string[]>
}
