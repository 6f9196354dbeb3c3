import { Readable } from 'node:stream'

import { lengthHeader, type OutgoingRequest } from './outgoing-request.ts'
import type { ResponseRelay } from './response-relay.ts'
import type { UpstreamPool } from './upstream-pool.ts'

/** Sends a request over a connection that others may have used. */
export function sendPooled(request: OutgoingRequest, upstreams: UpstreamPool, relay: ResponseRelay): void {
  const { upstream, method, path, headers, body } = request
  upstreams.get(upstream).dispatch(
    {
      method,
      path,
      headers: [...headers, ...lengthHeader(request)],
      body: body && Readable.from(body, { highWaterMark: 1 }),
      // A server that leaves a body unread takes it for the next request on a connection that it keeps.
      reset: body !== null,
    },
    relay,
  )
}
