import { normalizeHost, parseIpAddress } from '#addresses'
import { CodedError } from '#platform'

/** Where a request goes, normalised as for the decision on it. */
export interface InjectionTarget {
  /** Null for what is not HTTP: no secret goes there. */
  readonly scheme: 'http' | 'https' | null
  readonly host: string
  readonly port: number
  /** In upper case; null for what is not HTTP. */
  readonly method: string | null
}

interface Binding {
  readonly scheme: 'http' | 'https'
  readonly host: string
  /** Null for the port of the scheme. */
  readonly port: number | null
}

const BINDING = /^(?:(https?):\/\/)?((?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i
const MAX_PORT = 65_535
const DEFAULT_PORTS = { http: 80, https: 443 } as const

/** Checks a host that a secret is bound to: `[https://]host[:port]`, `*.host`. @throws CodedError `SECRET_HOST_INVALID` */
export function checkBinding(text: string): string {
  if (parseBinding(text) !== null) return text
  throw new CodedError(
    'SECRET_HOST_INVALID',
    `'${text}' is no host that a secret can be bound to; write it like 'api.example.com' or '*.example.com:8443'`,
  )
}

/**
 * Whether a secret with this binding may be sent there.
 *
 * Without `http://` in the binding only over TLS: on the way a secret in the clear belongs to everybody.
 */
export function matchesBinding(
  text: string,
  { scheme, host, port }: Omit<InjectionTarget, 'method'>,
): boolean {
  const binding = parseBinding(text)
  if (binding === null || binding.scheme !== scheme) return false
  if ((binding.port ?? DEFAULT_PORTS[binding.scheme]) !== port) return false
  const wanted = oneSpelling(host)
  if (wanted === null) return false
  return binding.host.startsWith('*.')
    ? wanted.endsWith(binding.host.slice(1)) && parseIpAddress(wanted) === null
    : wanted === binding.host
}

function parseBinding(text: string): Binding | null {
  const [, scheme, host, port] = BINDING.exec(text) ?? []
  if (host === undefined || port === '0' || Number(port ?? 1) > MAX_PORT) return null
  const [, wildcard = '', name = ''] = /^(\*\.)?(.*)$/.exec(host) ?? []
  const normal = oneSpelling(name)
  // An address has no subdomains: `*.1` would be a part of one.
  if (normal === null || (wildcard !== '' && parseIpAddress(normal) !== null)) return null
  return {
    scheme: scheme?.toLowerCase() === 'http' ? 'http' : 'https',
    host: wildcard + normal,
    port: port === undefined ? null : Number(port),
  }
}

/** As that of requests: `[0:0::1]` is `::1`, and `[::ffff:10.0.0.1]` is `10.0.0.1`. */
function oneSpelling(name: string): string | null {
  try {
    return normalizeHost(name)
  } catch {
    return null
  }
}
