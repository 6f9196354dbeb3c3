import { describeError, type Logger } from '#platform'

import { MAX_COMPANIONS } from '../limits.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { BlobStore } from '../store/blob-store.ts'
import type { BlobFetcher } from './blob-fetcher.ts'
import type { Descriptor } from './manifest.ts'

/** What belongs to an artifact and is not looked into here. */
export interface Companions {
  readonly name: RepositoryName
  readonly subject: string
  readonly companions: readonly Descriptor[]
}

interface CompanionParts {
  readonly blobs: BlobFetcher
  readonly store: BlobStore
  readonly maxComponentBytes: number
  readonly logger: Logger
}

/** Makes the artifact whole in the store, for whoever copies it from there; a component runs without. */
export async function keepCompanions(
  { name, subject, companions }: Companions,
  { blobs, store, maxComponentBytes, logger }: CompanionParts,
  signal: AbortSignal | undefined,
): Promise<void> {
  let left = maxComponentBytes
  for (const descriptor of companions.slice(0, MAX_COMPANIONS)) {
    if (signal?.aborted) return
    if (await store.has(descriptor.digest)) continue
    try {
      await blobs.fetchCompanion({ name, descriptor, subject }, left, { signal })
      left -= descriptor.size
    } catch (error) {
      const fields = { reference: subject, digest: descriptor.digest, reason: describeError(error) }
      logger.debug(fields, 'A part of an artifact that nobody here reads is not kept')
    }
  }
}
