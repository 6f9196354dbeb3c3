/** One request; header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: RequestBody | undefined
}

/** Text and bytes are sent again when the connection breaks; a stream is not: who has opened it knows how to begin again. */
export type RequestBody = string | Uint8Array | StreamedBody

/** A body that is not in memory as a whole. */
export interface StreamedBody {
  /** In bytes. */
  readonly size: number
  /** May be called more than once: a request that is answered with a challenge is sent again. */
  open(): AsyncIterable<Uint8Array>
}

/** The answer to a request, after redirects; the body must be read or discarded. */
export interface HttpResponse {
  readonly status: number
  /** Names are lower case; of a header that came twice, the values are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the answer came from. */
  readonly url: URL
  /** @throws CodedError `CONNECTION_LOST`, `TIMED_OUT`, `CANCELLED` while it is read */
  readonly body: AsyncIterable<Uint8Array>
  /** Frees the connection when nobody wants the body. */
  discard(): Promise<void>
}

/** Whether a body can be read only by opening it. */
export function isStreamed(body: RequestBody | undefined): body is StreamedBody {
  return typeof body === 'object' && 'open' in body
}
