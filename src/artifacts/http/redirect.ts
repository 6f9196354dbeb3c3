import { CodedError } from '#platform'

import { displayUrl } from '../references/url-reference.ts'
import { isInternal, isLoopback, isNamed, mayUseHttp } from './addresses.ts'
import type { HttpRequest } from './http-request.ts'
import type { HttpSettings } from './http-settings.ts'

/** As browsers and Go's client do, only stricter; registries need one or two. */
export const MAX_REDIRECTS = 5

/** What the settings say of hosts. */
export type NamedHosts = Pick<HttpSettings, 'insecureHosts' | 'insideHosts'>

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Whether an answer sends us elsewhere. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status)
}

/**
 * The request that follows a redirect; it carries no login when the origin changes, or object stores and strangers would get it.
 *
 * @throws CodedError `REDIRECT_REFUSED`
 */
export function followRedirect(
  request: HttpRequest,
  location: string | undefined,
  hosts: NamedHosts,
): HttpRequest {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw refused(request.url, 'for a request that must not be repeated elsewhere')
  const target = assertMayFollow(request.url, location, hosts)
  if (target.origin === request.url.origin) return { ...request, url: target }
  const { authorization: _dropped, ...headers } = request.headers
  return { ...request, url: target, headers }
}

/** The address of a `Location` header, when it may be followed. @throws CodedError `REDIRECT_REFUSED` */
export function assertMayFollow(from: URL, location: string | undefined, hosts: NamedHosts): URL {
  const target = location ? URL.parse(location, from) : null
  if (target === null) throw refused(from, 'to an address that cannot be read')
  assertSafe(from, target, hosts)
  target.hash = ''
  return target
}

function assertSafe(from: URL, to: URL, { insecureHosts, insideHosts }: NamedHosts): void {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') throw refused(from, `to "${to.protocol}"`)
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw refused(from, `from https to http ("${displayUrl(to)}"), where anybody could change the bytes`)
  }
  if (to.protocol === 'http:' && !mayUseHttp(to, insecureHosts)) {
    throw refused(from, `to plain http ("${displayUrl(to)}"), where anybody could change the bytes`)
  }
  if (to.username !== '' || to.password !== '') throw refused(from, 'to an address with a login in it')
  // A public server must not make us ask servers that only we can reach.
  const insider = isLoopback(from.hostname) ? isLoopback(to.hostname) : isInternal(from.hostname)
  if (isInternal(to.hostname) && !insider && !isNamed(to, insideHosts)) {
    throw refused(from, `to "${to.host}", an address inside your network`)
  }
}

function refused(from: URL, reason: string): CodedError {
  return new CodedError(
    'REDIRECT_REFUSED',
    `"${from.host}" redirects ${reason}: it is not followed; ask the publisher for the real address`,
  )
}
