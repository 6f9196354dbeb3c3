import type { HeaderEntry, HttpRequestHead } from '../protocol/egress-protocol.ts'
import { FlowFailure } from './flow-failure.ts'

/** RFC 9110, 8.6: digits and nothing else; a sign, a list or a space is read by each server in its own way. */
const DIGITS = /^\d{1,15}$/

/**
 * How long the body of a request is, by its headers and by what the guest's half says: 0 for none, null where nobody knows.
 *
 * @throws FlowFailure `invalid-request` for what is no length or one too many, `request-body-size` where both say something else
 */
export function bodyLengthOf({ headers, bodyLength }: HttpRequestHead): number | null {
  const declared = declaredLength(headers)
  if (declared !== null && bodyLength !== null && declared !== bodyLength) {
    throw new FlowFailure('request-body-size')
  }
  return declared ?? bodyLength
}

/** Passes on exactly so many bytes: what lies beyond them would be the next request on the connection. @throws FlowFailure `request-body-size` */
export async function* ofLength(
  length: number,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let left = length
  for await (const chunk of bytes) {
    left -= chunk.length
    if (left < 0) throw new FlowFailure('request-body-size')
    yield chunk
  }
  if (left > 0) throw new FlowFailure('request-body-size')
}

function declaredLength(headers: readonly HeaderEntry[]): number | null {
  const [first, ...more] = headers.filter(([name]) => name.toLowerCase() === 'content-length')
  if (first === undefined) return null
  const text = Buffer.from(first[1]).toString('latin1')
  if (more.length > 0 || !DIGITS.test(text)) {
    throw new FlowFailure('invalid-request', 'The length of the request is none')
  }
  return Number(text)
}
