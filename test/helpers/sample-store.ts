import { utimes } from 'node:fs/promises'
import { join } from 'node:path'

import { sha256Of, type Sha256Digest } from '#artifacts'
import { SILENT_LOGGER } from '#platform'

import { BlobStore } from '../../src/artifacts/store/blob-store.ts'
import { recordReference, type ReferenceRecord } from '../../src/artifacts/store/reference-records.ts'

/** What a manifest of a sample is made of besides its layer. */
export interface SampleManifest {
  readonly layers: readonly Uint8Array[]
  readonly subject?: Sha256Digest
}

/** A content store with small artifacts of any age. */
export class SampleStore {
  readonly directory: string
  readonly blobs: BlobStore

  constructor(directory: string) {
    this.directory = directory
    this.blobs = new BlobStore(directory, SILENT_LOGGER)
  }

  /** Keeps a manifest with its config and layers; returns what a reference to it records. */
  async addManifest({ layers, subject }: SampleManifest): Promise<Omit<ReferenceRecord, 'reference'>> {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const config = Buffer.from('{}')
    for (const bytes of [config, ...layers]) await this.blobs.put(bytes)
    const document = {
      schemaVersion: 2,
      mediaType,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', ...pointerTo(config) },
      layers: layers.map((bytes) => ({ mediaType: 'application/wasm', ...pointerTo(bytes) })),
      ...(subject && { subject: { mediaType, digest: subject, size: 1 } }),
    }
    const bytes = Buffer.from(JSON.stringify(document))
    return { mediaType, digest: await this.blobs.put(bytes), size: bytes.length }
  }

  /** Keeps a manifest and notes that a reference leads to it. */
  async addReference(reference: string, manifest: SampleManifest): Promise<Sha256Digest> {
    const record = await this.addManifest(manifest)
    await recordReference(this.directory, { reference, ...record })
    return record.digest
  }

  /** Makes blobs look as if they were used that long ago. */
  async age(digests: readonly Sha256Digest[], hours: number): Promise<void> {
    const time = new Date(Date.now() - hours * 3_600_000)
    for (const digest of digests) await utimes(this.blobs.pathOf(digest), time, time)
  }

  /** Makes a reference look as if it was used that long ago. */
  async ageReference(reference: string, hours: number): Promise<void> {
    const time = new Date(Date.now() - hours * 3_600_000)
    const name = `${sha256Of(Buffer.from(reference)).slice('sha256:'.length)}.json`
    await utimes(join(this.directory, 'refs', name), time, time)
  }
}

function pointerTo(bytes: Uint8Array): { readonly digest: Sha256Digest; readonly size: number } {
  return { digest: sha256Of(bytes), size: bytes.length }
}
