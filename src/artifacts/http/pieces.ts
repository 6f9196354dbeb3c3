import { CodedError } from '#platform'

import type { HttpResponse } from './http-request.ts'

/** An answer that is written as it is made may begin with as many small ones. */
const MAX_SMALL_PIECES = 4_096
const SMALL_BYTES = 64

/**
 * The pieces of a body.
 *
 * Each is an object: a server that sends megabytes byte by byte costs us a gigabyte, and everybody seconds.
 *
 * @throws CodedError `DOWNLOAD_REFUSED` for what comes in crumbs, and what reading throws
 */
export async function* piecesOf({ body, url }: HttpResponse): AsyncGenerator<Uint8Array> {
  let [count, size] = [0, 0]
  for await (const piece of body) {
    count++
    size += piece.length
    if (count > MAX_SMALL_PIECES && size < count * SMALL_BYTES) {
      throw new CodedError(
        'DOWNLOAD_REFUSED',
        `"${url.host}" answers in pieces of a few bytes: check the reference, or what lies in front of the server`,
      )
    }
    yield piece
  }
}
