import type { FileHandle } from 'node:fs/promises'

import { MAX_ARCHIVE_BYTES, MAX_ARCHIVE_ENTRIES } from '../limits.ts'
import { invalidArchive } from './archive-error.ts'
import { isTarEnd, parseTarHeader, TAR_BLOCK_BYTES, tarPadding } from './tar-header.ts'

/** Where the bytes of a file lie in an archive. */
export interface ArchivedFile {
  readonly offset: number
  /** In bytes. */
  readonly size: number
}

/** The only names that an image layout has: no other is looked at, so that none can lead out of a folder. */
const LAYOUT_FILE = /^(?:oci-layout|index\.json|blobs\/sha256\/[0-9a-f]{64})$/

/**
 * Lists the files of an image layout in a tar archive by their headers alone.
 *
 * @throws CodedError `BUNDLE_INVALID` for links, other names, the same name twice, too many or too large files, a cut archive
 */
export async function scanArchive(
  file: FileHandle,
  path: string,
): Promise<ReadonlyMap<string, ArchivedFile>> {
  const { size: archiveSize } = await file.stat()
  if (archiveSize > MAX_ARCHIVE_BYTES)
    throw invalidArchive(path, `it is larger than ${MAX_ARCHIVE_BYTES} bytes`)
  const files = new Map<string, ArchivedFile>()
  for (let offset = 0; ;) {
    const header = await readBlock(file, offset, path)
    if (isTarEnd(header)) {
      await assertEnd(file, offset + TAR_BLOCK_BYTES, { archiveSize, path })
      return files
    }
    const entry = parseTarHeader(header)
    if (entry === null) throw invalidArchive(path, `at byte ${offset} there is no plain file`)
    const { name, size } = entry
    if (!LAYOUT_FILE.test(name))
      throw invalidArchive(path, `${JSON.stringify(name)} is no file of an image layout`)
    if (files.has(name)) throw invalidArchive(path, `it holds "${name}" twice`)
    if (files.size >= MAX_ARCHIVE_ENTRIES)
      throw invalidArchive(path, `it holds more than ${MAX_ARCHIVE_ENTRIES} files`)
    files.set(name, { offset: offset + TAR_BLOCK_BYTES, size })
    offset += TAR_BLOCK_BYTES + size + tarPadding(size)
    if (offset > archiveSize) throw invalidArchive(path, 'it is cut off')
  }
}

async function readBlock(file: FileHandle, offset: number, path: string): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(TAR_BLOCK_BYTES), 0, TAR_BLOCK_BYTES, offset)
  if (bytesRead < TAR_BLOCK_BYTES) throw invalidArchive(path, 'it is cut off')
  return buffer
}

interface End {
  readonly archiveSize: number
  readonly path: string
}

/** Two empty blocks end an archive; tools fill up to twenty with more of them. */
async function assertEnd(file: FileHandle, offset: number, { archiveSize, path }: End): Promise<void> {
  const rest = archiveSize - offset
  if (rest < TAR_BLOCK_BYTES) throw invalidArchive(path, 'it is cut off')
  if (rest > 20 * TAR_BLOCK_BYTES) throw invalidArchive(path, 'something follows its end')
  const { buffer } = await file.read(Buffer.alloc(rest), 0, rest, offset)
  if (!isTarEnd(buffer)) throw invalidArchive(path, 'something follows its end')
}
