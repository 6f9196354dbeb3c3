import { CodedError } from '#platform'

import type { HttpResponse } from './http-request.ts'
import { piecesOf } from './pieces.ts'

/** Reads a small body whole. @throws CodedError `TOO_LARGE` above `limit` bytes, and what reading throws */
export async function readAnswer(response: HttpResponse, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of piecesOf(response)) {
    size += chunk.length
    if (size > limit) {
      throw new CodedError(
        'TOO_LARGE',
        `"${response.url.host}" answers with more than ${limit} bytes where little is expected: check the reference`,
      )
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
