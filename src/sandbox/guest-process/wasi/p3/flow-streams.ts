import type { Flow } from '../../egress/flow.ts'

/** How many bytes a guest is given at once. */
const CHUNK_BYTES = 64 * 1024

/** What comes in a flow until it ends or fails; `drop` is called then, or when the reader stops, once. */
export function chunksFromFlow(flow: Flow, drop: () => void): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => new FlowReader(flow, drop) }
}

/** No generator: one that was never asked, or that waits for the next bytes, does not hear that it is dropped. */
class FlowReader implements AsyncIterator<Uint8Array> {
  readonly #flow: Flow
  readonly #drop: () => void
  #isDone = false

  constructor(flow: Flow, drop: () => void) {
    this.#flow = flow
    this.#drop = drop
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (!this.#isDone) {
      const bytes = this.#flow.read(CHUNK_BYTES)
      if (bytes === null) break
      if (bytes.length > 0) return { value: bytes, done: false }
      await this.#flow.changed
    }
    return this.return()
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (!this.#isDone) this.#drop()
    this.#isDone = true
    return { value: undefined, done: true }
  }
}

/** Sends everything, as fast as the host takes it; gives its length, or null when the flow closed before the end. */
export async function sendChunks(chunks: AsyncIterable<Uint8Array>, flow: Flow): Promise<number | null> {
  let length = 0
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      if (flow.isClosed) return null
      const end = start + flow.capacity
      if (end > start) flow.send(chunk.subarray(start, end))
      else await flow.changed
      start = Math.min(end, chunk.length)
    }
    length += chunk.length
  }
  return flow.isClosed ? null : length
}
