import type { Flow } from '../../egress/flow.ts'

/** How many bytes a guest is given at once. */
const CHUNK_BYTES = 64 * 1024

/** What comes in a flow until it ends or fails; who stops before that lets go of the flow by `drop`. */
export async function* chunksFromFlow(flow: Flow, drop: () => void): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const bytes = flow.read(CHUNK_BYTES)
      if (bytes === null) return
      if (bytes.length > 0) yield bytes
      else await flow.changed
    }
  } finally {
    drop()
  }
}

/** Sends everything, as fast as the host takes it; false when the flow closed before the end. */
export async function sendChunks(chunks: AsyncIterable<Uint8Array>, flow: Flow): Promise<boolean> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      if (flow.isClosed) return false
      const end = start + flow.capacity
      if (end > start) flow.send(chunk.subarray(start, end))
      else await flow.changed
      start = Math.min(end, chunk.length)
    }
  }
  return !flow.isClosed
}
