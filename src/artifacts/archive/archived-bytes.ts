import type { FileHandle } from 'node:fs/promises'

import { assertNotCancelled, type Cancellable } from '#platform'

import type { ArchivedFile } from './scan-archive.ts'

const CHUNK_BYTES = 1024 * 1024

/** The bytes of a file in an archive, in pieces; nothing where it is not there. @throws CodedError `CANCELLED` */
export async function* chunksOf(
  file: FileHandle,
  place: ArchivedFile | undefined,
  options: Cancellable = {},
): AsyncGenerator<Uint8Array> {
  const { offset, size } = place ?? { offset: 0, size: 0 }
  const buffer = Buffer.allocUnsafe(Math.min(size, CHUNK_BYTES))
  for (let done = 0; done < size;) {
    assertNotCancelled(options)
    const length = Math.min(buffer.length, size - done)
    const { bytesRead } = await file.read(buffer, 0, length, offset + done)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    done += bytesRead
  }
}

/** A small file whole; null where it is not there or larger than `limit` bytes. */
export async function readSmall(
  file: FileHandle,
  place: ArchivedFile | undefined,
  limit: number,
): Promise<Uint8Array | null> {
  if (place === undefined || place.size > limit) return null
  const bytes = Buffer.alloc(place.size)
  const { bytesRead } = await file.read(bytes, 0, place.size, place.offset)
  return bytes.subarray(0, bytesRead)
}
