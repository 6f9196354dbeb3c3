import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

import { assertNotCancelled, type Cancellable } from '#platform'

import { PREAMBLE_BYTES } from '../component-preamble.ts'
import type { Sha256Digest } from '../digest.ts'

/** What one pass over a file tells. */
export interface HashedFile {
  readonly digest: Sha256Digest
  readonly size: number
  readonly head: Uint8Array
}

const CHUNK_BYTES = 1024 * 1024

/** Hashes a file in pieces of one MiB (about 600 MiB a second, so that it can be done on every load). */
export async function hashFile(path: string, options: Cancellable = {}): Promise<HashedFile> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  let size = 0
  let head: Uint8Array = new Uint8Array()
  await using file = await open(path, 'r')
  for (;;) {
    assertNotCancelled(options)
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES)
    if (bytesRead === 0) break
    if (size === 0) head = Uint8Array.from(buffer.subarray(0, Math.min(bytesRead, PREAMBLE_BYTES)))
    hash.update(buffer.subarray(0, bytesRead))
    size += bytesRead
  }
  return { digest: `sha256:${hash.digest('hex')}`, size, head }
}
