import { createHash } from 'node:crypto'

/** A manifest and the media type that it was pushed with. */
export interface StoredManifest {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly digest: string
}

/** What a registry holds, in memory. */
export class RegistryContent {
  readonly #blobs = new Map<string, Buffer>()
  readonly #manifests = new Map<string, StoredManifest>()
  readonly #tags = new Map<string, Map<string, string>>()

  /** Keeps a blob under its digest; false when `digest` is not the one of its bytes. */
  putBlob(digest: string, bytes: Buffer): boolean {
    if (digestOf(bytes) !== digest) return false
    this.#blobs.set(digest, bytes)
    return true
  }

  /** The bytes of a blob. */
  blob(digest: string): Buffer | undefined {
    return this.#blobs.get(digest)
  }

  /** Keeps a manifest under its digest and, when `reference` is a tag, under that. */
  putManifest(
    repository: string,
    reference: string,
    manifest: Omit<StoredManifest, 'digest'>,
  ): StoredManifest {
    const stored = { ...manifest, digest: digestOf(manifest.bytes) }
    this.#manifests.set(`${repository}@${stored.digest}`, stored)
    const tags = this.#tags.get(repository) ?? new Map<string, string>()
    this.#tags.set(repository, tags)
    if (!reference.startsWith('sha256:')) tags.set(reference, stored.digest)
    return stored
  }

  /** The manifest of a tag or digest. */
  manifest(repository: string, reference: string): StoredManifest | undefined {
    const digest = this.#tags.get(repository)?.get(reference) ?? reference
    return this.#manifests.get(`${repository}@${digest}`)
  }

  /** The tags of a repository in order, or undefined when there is no such repository. */
  tags(repository: string): string[] | undefined {
    const tags = this.#tags.get(repository)
    return tags === undefined ? undefined : [...tags.keys()].sort()
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
