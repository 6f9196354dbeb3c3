import { createHash } from 'node:crypto'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'

import {
  assertNotCancelled,
  type Cancellable,
  CodedError,
  describeError,
  temporaryPathBeside,
} from '#platform'

import { hexOf, type Sha256Digest } from '../digest.ts'
import { LAYOUT_VERSION, printLayoutIndex } from './layout-index.ts'
import type { ReferenceRecord } from '../store/reference-records.ts'
import { formatTarHeader, TAR_BLOCK_BYTES, tarPadding } from './tar-header.ts'

/** What goes into an archive. */
export interface ArchiveContent extends Cancellable {
  readonly references: readonly ReferenceRecord[]
  /** Where each blob lies, or its bytes. */
  readonly blobs: ReadonlyMap<Sha256Digest, string | Uint8Array>
  /** The time that every file gets, in seconds since 1970: the same content gives the same bytes. */
  readonly modified: number
}

const CHUNK_BYTES = 1024 * 1024

/** Writes an image layout as a tar archive, all of it or nothing. @throws CodedError `BUNDLE_NOT_WRITABLE`, `STORE_DAMAGED`, `CANCELLED` */
export async function writeArchive(path: string, content: ArchiveContent): Promise<void> {
  const temporary = temporaryPathBeside(path)
  try {
    await using file = await open(temporary, 'wx')
    await writeContent(file, content)
    await file.sync()
    await file.close()
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    if (error instanceof CodedError) throw error
    const text = `"${path}" cannot be written (${describeError(error)}): free some space or name another file`
    throw new CodedError('BUNDLE_NOT_WRITABLE', text, { cause: error })
  }
}

async function writeContent(
  file: FileHandle,
  { references, blobs, modified, signal }: ArchiveContent,
): Promise<void> {
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    await writeWhole(file, formatTarHeader({ name, size: bytes.length }, modified))
    await writeWhole(file, Buffer.concat([bytes, Buffer.alloc(tarPadding(bytes.length))]))
  }
  for (const [digest, source] of [...blobs].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const name = `blobs/sha256/${hexOf(digest)}`
    if (typeof source !== 'string') {
      await put(name, source)
      continue
    }
    const { size } = await stat(source)
    await writeWhole(file, formatTarHeader({ name, size }, modified))
    await copyBlob(file, source, { digest, size, signal })
  }
  await put('index.json', Buffer.from(printLayoutIndex(references)))
  await put('oci-layout', Buffer.from(JSON.stringify(LAYOUT_VERSION)))
  await writeWhole(file, Buffer.alloc(2 * TAR_BLOCK_BYTES))
}

interface CopiedBlob extends Cancellable {
  readonly digest: Sha256Digest
  readonly size: number
}

/** What is damaged must not get to where it cannot be fetched again. */
async function copyBlob(
  target: FileHandle,
  source: string,
  { digest, size, signal }: CopiedBlob,
): Promise<void> {
  const hash = createHash('sha256')
  await using file = await open(source, 'r')
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let left = size; left > 0;) {
    assertNotCancelled({ signal })
    const { bytesRead } = await file.read(buffer, 0, Math.min(left, CHUNK_BYTES))
    if (bytesRead === 0) break
    hash.update(buffer.subarray(0, bytesRead))
    await writeWhole(target, buffer.subarray(0, bytesRead))
    left -= bytesRead
  }
  await file.close()
  await writeWhole(target, Buffer.alloc(tarPadding(size)))
  if (`sha256:${hash.digest('hex')}` === digest) return
  const text = `The blob "${digest}" is damaged: run "wassette cache verify", load what needs it, then export again`
  throw new CodedError('STORE_DAMAGED', text)
}

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    offset += (await file.write(bytes, offset)).bytesWritten
  }
}
