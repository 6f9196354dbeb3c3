import type { RegistryAnswer, RegistryClient } from '../registry-client.ts'
import type { PushedBlob } from './pushed-blob.ts'
import type { UploadOptions } from './upload-options.ts'

/** As much as GHCR takes in one PATCH. */
const CHUNK_BYTES = 4 * 1024 * 1024

const OCTETS = { 'content-type': 'application/octet-stream' }

/**
 * Sends a blob with one PATCH a chunk and an empty PUT at the end.
 *
 * Offsets are counted by what was sent: the `Range` that some registries answer with is stale.
 */
export async function sendInChunks(
  client: RegistryClient,
  { blob, address }: { readonly blob: PushedBlob; readonly address: URL },
  { repository, signal, onSent }: UploadOptions,
): Promise<RegistryAnswer> {
  const { digest, size } = blob.descriptor
  let next = address
  let offset = 0
  for await (const body of chunksOf(blob)) {
    const range = `${offset}-${offset + body.length - 1}`
    const headers = { ...OCTETS, 'content-range': range, 'content-length': String(body.length) }
    const request = { method: 'PATCH', path: next, headers, body, action: 'push', signal } as const
    const answer = await client.send(repository, request)
    if (answer.response.status !== 202) return answer
    await answer.response.discard()
    next = client.nextAddress(answer)
    offset += body.length
    onSent?.(Math.min(offset, size))
  }
  const last = new URL(next)
  last.searchParams.set('digest', digest)
  const headers = { ...OCTETS, 'content-length': '0' }
  return client.send(repository, { method: 'PUT', path: last, headers, action: 'push', signal })
}

async function* chunksOf(blob: PushedBlob): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of blob.open()) {
    pieces.push(piece)
    size += piece.length
    if (size < CHUNK_BYTES) continue
    const whole = Buffer.concat(pieces)
    yield whole.subarray(0, CHUNK_BYTES)
    pieces = [whole.subarray(CHUNK_BYTES)]
    size -= CHUNK_BYTES
  }
  if (size > 0) yield Buffer.concat(pieces)
}
