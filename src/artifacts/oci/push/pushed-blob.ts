import type { Descriptor } from '../manifest.ts'

/** A blob on its way to a registry. */
export interface PushedBlob {
  readonly descriptor: Descriptor
  /** The bytes from `offset` on, in pieces of at most one MiB; may be called more than once. */
  open(offset: number): AsyncIterable<Uint8Array>
}

const PIECE_BYTES = 1024 * 1024

/** A blob that is in memory. */
export function blobOfBytes(descriptor: Descriptor, bytes: Uint8Array): PushedBlob {
  return {
    descriptor,
    async *open(offset) {
      for (let start = offset; start < bytes.length; start += PIECE_BYTES) {
        yield bytes.subarray(start, start + PIECE_BYTES)
      }
    },
  }
}
