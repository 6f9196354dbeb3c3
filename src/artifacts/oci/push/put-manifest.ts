import { sha256Of, type Sha256Digest } from '../../digest.ts'
import type { RepositoryName } from '../../references/repository-name.ts'
import type { RegistryClient } from '../registry-client.ts'
import { refusedError, statusError } from '../registry-error.ts'

/** A manifest or an index on its way to a registry. */
export interface PushedManifest {
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** Null to put it under its digest alone. */
  readonly tag: string | null
}

/** Where something goes that is pushed. */
export interface PushOptions {
  readonly repository: RepositoryName
  readonly signal?: AbortSignal | undefined
}

/** What a registry made of a manifest. */
export interface StoredManifest {
  readonly digest: Sha256Digest
  /** Whether the registry lists it as a referrer of its subject by itself (header `OCI-Subject`). */
  readonly isListed: boolean
}

/**
 * Puts a manifest in place.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests
 * @throws CodedError `LOGIN_REQUIRED`, `ACCESS_DENIED`, `REGISTRY_ERROR`, and what the transport throws
 */
export async function putManifest(
  client: RegistryClient,
  { mediaType, bytes, tag }: PushedManifest,
  { repository, signal }: PushOptions,
): Promise<StoredManifest> {
  const digest = sha256Of(bytes)
  const path = `manifests/${tag ?? digest}`
  const headers = { 'content-type': mediaType }
  const request = { method: 'PUT', path, headers, body: bytes, action: 'push', signal } as const
  const { response, identity } = await client.send(repository, request)
  switch (response.status) {
    case 200:
    case 201:
      await response.discard()
      return { digest, isListed: response.headers['oci-subject'] !== undefined }
    case 401:
    case 403:
      await response.discard()
      throw refusedError({ ...repository, action: 'push' }, identity)
    default:
      throw await statusError(response, repository.registry)
  }
}
