import type { BodyContents } from './http/message-body.ts'

/** How many bytes of a guest's stream are read at once. */
const CHUNK_BYTES = 64 * 1024

/** The readable end of a `stream<u8>` that a guest passed to us, as jco hands it over. */
export interface GuestStream {
  read(options: { readonly count: number }): Promise<StreamChunk>
  [Symbol.dispose](): void
}

interface StreamChunk {
  readonly value?: Uint8Array | readonly number[] | number | undefined
  readonly done: boolean
}

/** The bytes of a stream, until the guest drops its writable end; who stops before that drops the readable one. */
export async function* chunksOf(stream: GuestStream): AsyncGenerator<Uint8Array> {
  let ended = false
  try {
    while (!ended) {
      const { value, done } = await stream.read({ count: CHUNK_BYTES })
      ended = done
      if (value !== undefined) yield toBytes(value)
    }
  } finally {
    if (!ended) stream[Symbol.dispose]()
  }
}

/** A body that a guest writes. */
export function guestContents(stream: GuestStream | undefined): BodyContents | undefined {
  return stream && { chunks: () => chunksOf(stream), drop: () => stream[Symbol.dispose]() }
}

function toBytes(value: NonNullable<StreamChunk['value']>): Uint8Array {
  if (value instanceof Uint8Array) return value
  return Uint8Array.from(typeof value === 'number' ? [value] : value)
}
