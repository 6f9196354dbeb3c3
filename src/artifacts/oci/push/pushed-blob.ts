import { createReadStream } from 'node:fs'

import type { Descriptor } from '../manifest.ts'

const PIECE_BYTES = 1024 * 1024

/** A blob on its way to a registry. */
export interface PushedBlob {
  readonly descriptor: Descriptor
  /** The bytes, in pieces of at most one MiB; may be called more than once. */
  open(): AsyncIterable<Uint8Array>
}

/** A blob that lies in a file, which is looked for only when its bytes are needed. */
export function blobOfFile(descriptor: Descriptor, find: () => Promise<string>): PushedBlob {
  return {
    descriptor,
    async *open() {
      yield* createReadStream(await find(), { highWaterMark: PIECE_BYTES })
    },
  }
}

/** A blob that is in memory. */
export function blobOfBytes(descriptor: Descriptor, bytes: Uint8Array): PushedBlob {
  return {
    descriptor,
    async *open() {
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        yield bytes.subarray(start, start + PIECE_BYTES)
      }
    },
  }
}
