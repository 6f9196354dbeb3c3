import { CodedError } from '#platform'

import { parseIpAddress } from './ip-address.ts'
import { normalizeHost } from './normalize-host.ts'

/** What is spoken over a connection. */
export type NetworkProtocol = 'http' | 'tcp' | 'udp'

/** Which hosts: `*`, `*.name` without the name itself, or this one; normalised. */
export type HostMatch =
  | { readonly kind: 'any' }
  | { readonly kind: 'subdomains'; readonly of: string }
  | { readonly kind: 'exact'; readonly host: string }

/** The text of a host rule, taken apart. */
export interface HostPattern {
  readonly match: HostMatch
  readonly scheme: 'http' | 'https' | null
  /** From a scheme `tcp` or `udp`. */
  readonly protocol: NetworkProtocol | null
  readonly port: number | null
  /** Without the slash at its end; null where there is none. */
  readonly path: string | null
}

const PATTERN = /^(?:(?<scheme>[a-z]+):\/\/)?(?<host>\[[^\]]*\]|[^/:[\]]+)(?::(?<port>\d+))?(?<path>\/.*)?$/i

/**
 * Parses `host`, `*.host` or `*`, with `http://`, `https://`, `tcp://` or `udp://` before it and a port and a path prefix
 * behind it. A bare IPv6 address is a host too.
 *
 * @throws CodedError `HOST_INVALID`
 */
export function parseHostPattern(text: string): HostPattern {
  if (text.trim() === '') throw new CodedError('HOST_INVALID', 'Network host cannot be empty')
  if (parseIpAddress(text) !== null) return { ...NOTHING_ELSE, match: parseMatch(text) }
  const { scheme: written, host = '', port, path } = PATTERN.exec(text)?.groups ?? {}
  const scheme = written?.toLowerCase() ?? null
  if (host === '') throw invalid(text, "write 'api.example.com', '*.example.com' or 'https://example.com'")
  return {
    match: parseMatch(host),
    ...parseScheme(scheme, text),
    port: port === undefined ? null : parsePort(port, text),
    path: path === undefined ? null : parsePathPrefix(path),
  }
}

/**
 * Parses the start of a URL's path, `/v1` or `/v1/`, as which it stands for `/v1` and what lies beneath.
 *
 * @throws CodedError `HOST_INVALID`
 */
export function parsePathPrefix(path: string): string {
  const isPlain = /^\/[\w\-.~!$&'()+,;=:@/]*$/.test(path) && !/\/\.{0,2}\/|\/\.{1,2}$/.test(path)
  if (!isPlain) throw invalid(path, "write the start of a path, such as '/v1', without wildcards and escapes")
  return path.replace(/\/$/, '')
}

/** Whether a normalised host is one that a rule speaks of. */
export function matchesHost(match: HostMatch, host: string): boolean {
  switch (match.kind) {
    case 'any':
      return true
    case 'subdomains':
      // An address ends with no name, and `evilexample.com` not with `.example.com`.
      return host.endsWith(`.${match.of}`) && parseIpAddress(host) === null
    case 'exact':
      return match.host === host
  }
}

const NOTHING_ELSE = { scheme: null, protocol: null, port: null, path: null } as const

function parseScheme(scheme: string | null, text: string): Pick<HostPattern, 'scheme' | 'protocol'> {
  switch (scheme) {
    case null:
      return { scheme: null, protocol: null }
    case 'http':
    case 'https':
      return { scheme, protocol: 'http' }
    case 'tcp':
    case 'udp':
      return { scheme: null, protocol: scheme }
    default:
      throw invalid(text, "its scheme can be 'http', 'https', 'tcp' or 'udp'")
  }
}

function parseMatch(host: string): HostMatch {
  if (host === '*') return { kind: 'any' }
  if (!host.startsWith('*.')) return { kind: 'exact', host: normalizeHost(host) }
  if (host.endsWith('.')) throw invalid(host, 'remove the dot at its end')
  const of = normalizeHost(host.slice(2))
  if (parseIpAddress(of) !== null) throw invalid(host, 'an address has no subdomains, use a cidr')
  return { kind: 'subdomains', of }
}

function parsePort(digits: string, text: string): number {
  const port = Number(digits)
  if (port < 1 || port > 65_535) throw invalid(text, 'a port is a number from 1 to 65535')
  return port
}

function invalid(text: string, next: string): CodedError {
  return new CodedError('HOST_INVALID', `Invalid network host ${JSON.stringify(text)}: ${next}`)
}
