import { normalizeHost } from '#addresses'
import type { NetworkAttempt } from '#policy'

import type { HttpRequestHead } from '../protocol/egress-protocol.ts'
import { FlowFailure } from './flow-failure.ts'

/** RFC 9110, 9.1: a method is a token. */
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/
/** RFC 9112, 3.2.1: nothing that ends the line or begins a fragment; an absolute URL would name a second host. */
const PATH = /^\/[!"$-~]*$/
/** A host and a port: with user information `allowed.example@evil.example` would look like another host. */
const AUTHORITY = /^(?<host>\[[^\]@]+\]|[^:@[\]]+)(?::(?<port>\d{0,5}))?$/
const MAX_PORT = 65_535

const DEFAULT_PORTS = { http: 80, https: 443 } as const

/** A request that is decided on, and goes out as it was decided on. */
export type HttpAttempt = NetworkAttempt & Pick<HttpRequestHead, 'scheme' | 'method'>

/** What a request tries to reach, normalised. @throws FlowFailure `invalid-request` */
export function httpAttemptOf({ method, scheme, authority, pathWithQuery }: HttpRequestHead): HttpAttempt {
  // CONNECT would make a tunnel, in which nothing is decided any more.
  if (!METHOD.test(method) || method.toUpperCase() === 'CONNECT') throw invalid('method')
  if (!PATH.test(pathWithQuery)) throw invalid('path')
  const parts = AUTHORITY.exec(authority)?.groups
  const port = Number(parts?.['port'] || DEFAULT_PORTS[scheme])
  if (parts === undefined || port === 0 || port > MAX_PORT) throw invalid('authority')
  const [path = '/'] = pathWithQuery.split('?')
  return {
    protocol: 'http',
    scheme,
    host: hostOf(parts['host'] ?? ''),
    port,
    method: method.toUpperCase(),
    path,
  }
}

function hostOf(text: string): string {
  try {
    return normalizeHost(text)
  } catch {
    throw invalid('host')
  }
}

function invalid(part: string): FlowFailure {
  return new FlowFailure('invalid-request', `The ${part} of the request is none`)
}
