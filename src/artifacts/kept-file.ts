import { assertComponentPreamble } from './component-preamble.ts'
import type { Sha256Digest } from './digest.ts'
import type { FetchedArtifact } from './fetcher.ts'
import type { FileReference, UrlReference } from './references/reference.ts'
import type { BlobStore } from './store/blob-store.ts'
import { idOfFile, idOfUrl } from './references/suggested-id.ts'
import { displayUrl } from './references/url-reference.ts'

/** The file of a reference as the content store has it under that digest; null where it has not. @throws CodedError `NOT_A_COMPONENT` */
export async function findKeptFile(
  reference: FileReference | UrlReference,
  digest: Sha256Digest,
  store: BlobStore,
): Promise<FetchedArtifact | null> {
  const blob = await store.find(digest)
  if (blob === null) return null
  const { head, path, size } = blob
  if (reference.kind === 'file') {
    assertComponentPreamble(head, reference.path)
    const source = { kind: 'file', path: reference.path } as const
    return { suggestedId: idOfFile(reference.path), digest, size, path, source, policy: null, signer: null }
  }
  const url = displayUrl(reference.url)
  assertComponentPreamble(head, url)
  return {
    suggestedId: idOfUrl(reference.url),
    digest,
    size,
    path,
    source: { kind: 'https', url },
    policy: null,
    signer: null,
  }
}
