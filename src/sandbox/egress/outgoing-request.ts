import type { Upstream } from './upstream-pool.ts'

/** A request as it was decided on, whichever way it goes out. */
export interface OutgoingRequest {
  readonly upstream: Upstream
  readonly method: string
  readonly path: string
  /** Names and values in turn, none of which speaks of the connection or frames the message. */
  readonly headers: readonly string[]
  /** Null where there is none. */
  readonly body: AsyncIterable<Uint8Array> | null
  /** Of the body, in bytes: exactly so many come; null where nobody knows. */
  readonly length: number | null
}

/** How a server is told where the body ends. */
export function lengthHeader({ body, length }: Pick<OutgoingRequest, 'body' | 'length'>): string[] {
  return body === null || length === null ? [] : ['content-length', String(length)]
}
