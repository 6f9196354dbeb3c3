import { CodedError } from '#platform'

import { isSha256Digest, sha256Of, type Sha256Digest } from '../digest.ts'
import { readAnswer } from '../http/read-answer.ts'
import { MAX_MANIFEST_BYTES } from '../limits.ts'
import type { BlobStore } from '../store/blob-store.ts'
import { assertServedAs } from './manifest.ts'
import type { ManifestName } from './manifest-name.ts'
import { ACCEPTED_MANIFESTS } from './media-types.ts'
import type { RegistryClient } from './registry-client.ts'
import { refusedError, statusError } from './registry-error.ts'
import { tagNotFound } from './tag-not-found.ts'

/** A manifest as it was served, and the digest of its bytes. */
export interface ManifestBytes {
  readonly bytes: Uint8Array
  readonly digest: Sha256Digest
}

/** What a resolver works with. */
export interface ManifestParts {
  readonly client: RegistryClient
  readonly store: BlobStore
  readonly signal?: AbortSignal | undefined
}

/**
 * Gets a manifest from the store when its digest is known, else from the registry, and keeps it.
 *
 * @throws CodedError `DIGEST_MISMATCH`, `TAG_NOT_FOUND`, `ARTIFACT_NOT_FOUND`, `LOGIN_REQUIRED`, …
 */
export async function resolveManifest(name: ManifestName, parts: ManifestParts): Promise<ManifestBytes> {
  const kept = name.digest === null ? null : await parts.store.read(name.digest, MAX_MANIFEST_BYTES)
  if (kept !== null && name.digest !== null) return { bytes: kept, digest: name.digest }
  const place = { repository: name.repository, path: pathOf(name) }
  const manifest = await parts.client.distrustingMirrors(place, (isAtOrigin) =>
    verifiedManifest(name, parts, isAtOrigin),
  )
  await parts.store.put(manifest.bytes)
  return manifest
}

async function verifiedManifest(
  name: ManifestName,
  parts: ManifestParts,
  isAtOrigin: boolean,
): Promise<ManifestBytes> {
  const { bytes, promised, contentType } = await requestManifest(name, parts, isAtOrigin)
  const digest = sha256Of(bytes)
  for (const expected of [name.digest, promised]) {
    if (expected !== null && expected !== digest) throw mismatch(name.subject, expected, digest)
  }
  assertServedAs(contentType, bytes, name.subject)
  return { bytes, digest }
}

function pathOf({ digest, tag }: ManifestName): string {
  return `manifests/${digest ?? tag}`
}

/** Bytes, and what the headers say of them. */
interface ServedManifest {
  readonly bytes: Buffer
  readonly promised: Sha256Digest | null
  readonly contentType: string | undefined
}

async function requestManifest(
  name: ManifestName,
  { client, signal }: ManifestParts,
  isAtOrigin: boolean,
): Promise<ServedManifest> {
  const { response, identity } = await client.get(name.repository, {
    path: pathOf(name),
    headers: { accept: ACCEPTED_MANIFESTS },
    isAtOrigin,
    signal,
  })
  switch (response.status) {
    case 200: {
      const header = response.headers['docker-content-digest']
      const bytes = await readAnswer(response, MAX_MANIFEST_BYTES)
      const contentType = response.headers['content-type']
      return { bytes, promised: isSha256Digest(header) ? header : null, contentType }
    }
    case 401:
    case 403:
      await response.discard()
      throw refusedError(name.repository, identity)
    case 404:
      await response.discard()
      throw await tagNotFound(name, { client, identity, signal })
    default:
      throw await statusError(response, name.repository.registry)
  }
}

function mismatch(subject: string, expected: Sha256Digest, actual: Sha256Digest): CodedError {
  return new CodedError(
    'DIGEST_MISMATCH',
    `The manifest of "${subject}" has the digest "${actual}" where "${expected}" was promised: it was changed on the way or at the registry, so it is not used`,
  )
}
