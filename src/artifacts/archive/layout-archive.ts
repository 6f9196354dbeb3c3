import { open, type FileHandle } from 'node:fs/promises'

import { assertNotCancelled, type Cancellable, CodedError, describeError } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../digest.ts'
import { DEFAULT_MAX_COMPONENT_BYTES, MAX_MANIFEST_BYTES } from '../limits.ts'
import { displayOciReference, parseOciReference } from '../oci/reference.ts'
import type { BlobStore } from '../store/blob-store.ts'
import { reach } from '../store/inventory/reach.ts'
import { subjectOfReference } from '../store/inventory/starts.ts'
import type { StoreInventory } from '../store/inventory/take-inventory.ts'
import { readReference, recordReferences, type ReferenceRecord } from '../store/reference-records.ts'
import { readArchivedBlobs } from './archived-blobs.ts'
import { invalidArchive } from './archive-error.ts'
import { isBundleEntry } from './bundle-document.ts'
import { chunksOf, readSmall } from './archived-bytes.ts'
import { isLayoutVersion, parseLayoutIndex } from './layout-index.ts'
import { type ArchivedFile, scanArchive } from './scan-archive.ts'

/** An image layout in a tar archive, every part of which was looked at before anything is done with it. */
export class LayoutArchive implements AsyncDisposable {
  /** Other than what is about the archive itself. */
  readonly references: readonly ReferenceRecord[]
  /** What the archive says about itself; null where it says nothing. */
  readonly document: Uint8Array | null
  readonly #file: FileHandle
  readonly #files: ReadonlyMap<string, ArchivedFile>
  readonly #blobs: StoreInventory['blobs']

  private constructor(file: FileHandle, verified: VerifiedLayout) {
    this.#file = file
    this.#files = verified.files
    this.#blobs = verified.blobs
    this.references = verified.references.filter((record) => !isBundleEntry(record))
    this.document = verified.document
  }

  /** Opens an archive, hashes all of it and keeps nothing. @throws CodedError `BUNDLE_INVALID`, `BUNDLE_NOT_READABLE`, `CANCELLED` */
  static async open(path: string, options: Cancellable = {}): Promise<LayoutArchive> {
    const file = await openFile(path)
    try {
      return new LayoutArchive(file, await verifyLayout(file, { ...options, path }))
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Whether a blob is in it. */
  has(digest: string): boolean {
    return isSha256Digest(digest) && this.#blobs.has(digest)
  }

  /** Puts every blob into the store, then every reference. @throws CodedError `STORE_FULL`, `STORE_NOT_WRITABLE`, `CANCELLED` */
  async admit(store: BlobStore, options: Cancellable = {}): Promise<void> {
    for (const { digest, size } of this.#blobs.values()) {
      if ((await store.find(digest)) !== null) continue
      await using writer = await store.startBlob()
      const chunks = chunksOf(this.#file, fileOf(this.#files, digest), options)
      for await (const chunk of chunks) await writer.write(chunk)
      // Hashed once more: the archive can have been changed since it was looked at.
      await writer.commit({ digest, size })
    }
    assertNotCancelled(options)
    const records: ReferenceRecord[] = []
    for (const record of this.references) {
      const isKnown = (await readReference(store.directory, record.reference)) !== null
      // Signatures that were found here already are not given up for others.
      if (isKnown && subjectOfReference(record.reference) !== null) continue
      records.push(record)
    }
    await recordReferences(store.directory, records)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }
}

interface VerifiedLayout extends StoreInventory {
  readonly files: ReadonlyMap<string, ArchivedFile>
  readonly references: readonly (ReferenceRecord & { readonly lastUsed: number })[]
  readonly document: Uint8Array | null
}

interface Named extends Cancellable {
  readonly path: string
}

async function verifyLayout(file: FileHandle, { path, signal }: Named): Promise<VerifiedLayout> {
  const files = await scanArchive(file, path)
  const version = await readSmall(file, files.get('oci-layout'), 1024)
  if (version === null || !isLayoutVersion(version))
    throw invalidArchive(path, 'it is no image layout of version 1')
  const index = await readSmall(file, files.get('index.json'), MAX_MANIFEST_BYTES)
  const references = index && parseLayoutIndex(index)
  if (references === null) throw invalidArchive(path, 'its "index.json" is missing or was not written here')
  const blobs = await readArchivedBlobs(file, files, { path, signal, maxBytes: DEFAULT_MAX_COMPONENT_BYTES })
  const layout = { blobs, references: references.map((record) => ({ ...record, lastUsed: 0 })) }
  for (const record of references) assertReference(record, layout, path)
  assertReached(layout, path)
  return { ...layout, files, document: await readDocument(file, files, layout) }
}

function assertReference(record: ReferenceRecord, { blobs }: StoreInventory, path: string): void {
  const shown = JSON.stringify(record.reference)
  if (!isBundleEntry(record) && !isReference(record.reference)) {
    throw invalidArchive(path, `${shown} is no reference`)
  }
  if (blobs.get(record.digest)?.size !== record.size || blobs.get(record.digest)?.document === null) {
    throw invalidArchive(path, `it does not hold the manifest of ${shown}`)
  }
}

function isReference(text: string): boolean {
  try {
    return displayOciReference(parseOciReference(text)) === text
  } catch {
    return false
  }
}

/** What nothing names would lie in the store for no purpose that we know. */
function assertReached(layout: StoreInventory, path: string): void {
  const reached = new Set(layout.references.flatMap(({ digest }) => [...reach(layout, digest)]))
  const stray = [...layout.blobs.keys()].find((digest) => !reached.has(digest))
  if (stray !== undefined) throw invalidArchive(path, `nothing in it names its blob "${stray}"`)
}

async function readDocument(
  file: FileHandle,
  files: ReadonlyMap<string, ArchivedFile>,
  { blobs, references }: StoreInventory,
): Promise<Uint8Array | null> {
  const entry = references.find(isBundleEntry)
  const digest = entry && blobs.get(entry.digest)?.document?.children[1]
  return digest === undefined ? null : readSmall(file, fileOf(files, digest), MAX_MANIFEST_BYTES)
}

function fileOf(files: ReadonlyMap<string, ArchivedFile>, digest: Sha256Digest): ArchivedFile | undefined {
  return files.get(`blobs/${digest.replace(':', '/')}`)
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    const text = `"${path}" cannot be read (${describeError(error)}): check its name and permissions`
    throw new CodedError('BUNDLE_NOT_READABLE', text, { cause: error })
  }
}
