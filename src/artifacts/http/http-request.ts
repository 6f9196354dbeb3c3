/** One request; header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
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
