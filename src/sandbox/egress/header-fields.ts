import type { IncomingHttpHeaders } from 'node:http'

import type { HeaderEntry } from '../protocol/egress-protocol.ts'
import { FlowFailure } from './flow-failure.ts'

/** RFC 9110, 5.6.2 and 5.5: what a name and a value may hold; a line break would begin a header or request of its own. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// oxlint-disable-next-line no-control-regex -- the tab is the one control character that a value may hold
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * What speaks of the connection and not of the message (RFC 9110, 7.6.1), and is ours to say.
 *
 * `host` would name another host than the one that was decided on, `expect` would make the server wait.
 */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The headers of a guest as names and values in turn, without those of the connection and the length. @throws FlowFailure `invalid-request` */
export function outgoingHeaders(headers: readonly HeaderEntry[]): string[] {
  return headers.flatMap(([name, bytes]) => {
    const value = Buffer.from(bytes).toString('latin1')
    if (!NAME.test(name) || !VALUE.test(value)) {
      throw new FlowFailure('invalid-request', 'A header of the request is none')
    }
    return isOfTheConnection(name) || isLength(name) ? [] : [name, value]
  })
}

/** What frames a message, says how to read it or who sent it is read before the body (RFC 9110, 6.5.1). */
const NOT_IN_TRAILERS =
  /^(?:content-.*|authorization|cookie|cache-control|age|expires|max-forwards|range|if-.*)$/i

/** The header that says which trailers will come, where the guest has set it. */
export function announcedTrailers(headers: readonly HeaderEntry[]): string[] {
  const values = headers.filter(([name]) => name.toLowerCase() === 'trailer')
  return values.flatMap(([, bytes]) => outgoingHeaders([['x-trailer', bytes]]).with(0, 'trailer'))
}

/** The trailers of a guest. @throws FlowFailure `invalid-request` */
export function outgoingTrailers(trailers: readonly HeaderEntry[]): [name: string, value: string][] {
  return trailers
    .filter(([name]) => !NOT_IN_TRAILERS.test(name))
    .flatMap((trailer): [string, string][] => {
      const [name, value] = outgoingHeaders([trailer])
      return name === undefined || value === undefined ? [] : [[name, value]]
    })
}

/** Headers or trailers of a response, without those of the connection. */
export function incomingHeaders(headers: IncomingHttpHeaders): HeaderEntry[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    // What HTTP/2 says before the headers has come by other ways.
    if (isOfTheConnection(name) || name.startsWith(':')) return []
    return [value ?? []].flat().map((text): HeaderEntry => [name, Buffer.from(text, 'latin1')])
  })
}

function isOfTheConnection(name: string): boolean {
  return OF_THE_CONNECTION.has(name.toLowerCase())
}

/** It says where the request ends and the next one begins: ours to say, after counting. */
function isLength(name: string): boolean {
  return name.toLowerCase() === 'content-length'
}
