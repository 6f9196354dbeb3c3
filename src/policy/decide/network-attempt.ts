import { type NetworkProtocol, normalizeHost, parseIpAddress } from '#addresses'
import { CodedError } from '#platform'

/** What a guest wants of the network; `host` has come through `normalizeHost`. */
export interface NetworkAttempt {
  readonly protocol: NetworkProtocol
  /** Null unless `protocol` is `http`. */
  readonly scheme: 'http' | 'https' | null
  readonly host: string
  readonly port: number
  /** In upper case; null unless `protocol` is `http`. */
  readonly method: string | null
  /** Without query; null unless `protocol` is `http`. */
  readonly path: string | null
}

/** Where the path of a URL stands; `URL` would resolve `..` in it, which a guest need not do. */
const RAW_PATH = /^[a-z]+:\/\/[^/\\?#]*(?<path>[/\\][^?#]*)?/i

/**
 * The attempt behind a URL: `http://`, `https://`, `tcp://host:port` or `udp://host:port`; its path as it is written.
 *
 * @throws CodedError `HOST_INVALID`, `URL_INVALID`
 */
export function networkAttemptOf(text: string, method = 'GET'): NetworkAttempt {
  const url = URL.parse(text)
  const scheme = url?.protocol.slice(0, -1)
  if (url === null || url.username !== '' || url.password !== '' || url.port === '0') throw invalid(text)
  const host = normalizeHost(url.hostname.replace(/^\[(.*)\]$/, '$1'))
  if (scheme === 'http' || scheme === 'https') {
    const port = url.port === '' ? defaultPort(scheme) : Number(url.port)
    const path = RAW_PATH.exec(text)?.groups?.['path'] ?? '/'
    return { protocol: 'http', scheme, host, port, method: method.toUpperCase(), path }
  }
  if ((scheme !== 'tcp' && scheme !== 'udp') || url.port === '') throw invalid(text)
  return { protocol: scheme, scheme: null, host, port: Number(url.port), method: null, path: null }
}

/** The attempt as a URL, for people. */
export function describeAttempt({ protocol, scheme, host, port, path }: NetworkAttempt): string {
  const isDefault = scheme !== null && defaultPort(scheme) === port
  return `${scheme ?? protocol}://${bracketed(host)}${isDefault ? '' : `:${port}`}${path ?? ''}`
}

/** The host rule that allows the scheme, host and port of an attempt and no others. */
export function narrowestHost({ protocol, scheme, port }: NetworkAttempt, host: string): string {
  return `${scheme ?? protocol}://${bracketed(host)}:${port}`
}

function defaultPort(scheme: 'http' | 'https'): number {
  return scheme === 'http' ? 80 : 443
}

function bracketed(host: string): string {
  return parseIpAddress(host)?.version === 6 ? `[${host}]` : host
}

function invalid(text: string): CodedError {
  return new CodedError(
    'URL_INVALID',
    `${JSON.stringify(text)} is no target on the network, write a URL such as 'https://api.example.com/v1' or 'tcp://host:5432'`,
  )
}
