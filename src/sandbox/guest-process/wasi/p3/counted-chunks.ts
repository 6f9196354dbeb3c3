/** Chunks that are counted as they pass, and end before the one that would be too much. */
export class CountedChunks implements AsyncIterable<Uint8Array> {
  readonly #chunks: AsyncIterable<Uint8Array>
  readonly #limit: bigint | null
  #bytes = 0n

  /** @param limit in bytes; null for none */
  constructor(chunks: AsyncIterable<Uint8Array>, limit: bigint | null) {
    this.#chunks = chunks
    this.#limit = limit
  }

  /** What passed, and the chunk that did not. */
  get bytes(): bigint {
    return this.#bytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#chunks) {
      this.#bytes += BigInt(chunk.length)
      if (this.#limit !== null && this.#bytes > this.#limit) return
      yield chunk
    }
  }
}
