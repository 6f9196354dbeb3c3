import { type InjectionTarget, matchesBinding } from './host-binding.ts'

/** The part of an HTTP request that secrets are put into. */
export interface InjectableHead {
  readonly pathWithQuery: string
  readonly headers: readonly (readonly [name: string, value: Uint8Array])[]
}

/** A secret that guests know by its placeholder. */
export interface BoundSecret {
  readonly placeholder: string
  readonly value: string
  readonly hosts: readonly string[]
}

/**
 * Puts secrets in place of their placeholders in headers and query, each for the hosts that it is bound to.
 *
 * Elsewhere the placeholder goes out as it is and says nothing; the path is left alone, for servers write it to their logs.
 */
export function injectSecrets<Head extends InjectableHead>(
  head: Head,
  target: InjectionTarget,
  secrets: readonly BoundSecret[],
): Head {
  // RFC 9110, 9.3.8: the answer to TRACE is the request itself, from which the guest would read the secret.
  if (target.method === 'TRACE') return head
  const fitting = secrets.filter(({ hosts }) => hosts.some((host) => matchesBinding(host, target)))
  if (fitting.length === 0) return head
  const [path = '', ...query] = head.pathWithQuery.split('?')
  const filled = fill(query.join('?'), fitting, encodeURIComponent)
  return {
    ...head,
    pathWithQuery: query.length === 0 ? path : `${path}?${filled}`,
    headers: head.headers.map(([name, bytes]) => [name, fillHeader(bytes, fitting)] as const),
  }
}

const BASIC = /^(basic +)([A-Za-z0-9+/=]+)$/i

function fillHeader(bytes: Uint8Array, secrets: readonly BoundSecret[]): Uint8Array {
  const value = Buffer.from(bytes).toString('latin1')
  const [, scheme, credentials] = BASIC.exec(value) ?? []
  // RFC 7617: what a guest puts together as user and password comes encoded.
  if (scheme !== undefined && credentials !== undefined) {
    const plain = Buffer.from(credentials, 'base64').toString('utf8')
    const filled = fill(plain, secrets, (secret) => secret)
    return filled === plain ? bytes : Buffer.from(scheme + Buffer.from(filled).toString('base64'))
  }
  const filled = fill(value, secrets, (secret) => Buffer.from(secret).toString('latin1'))
  return filled === value ? bytes : Buffer.from(filled, 'latin1')
}

function fill(text: string, secrets: readonly BoundSecret[], encode: (value: string) => string): string {
  let filled = text
  for (const { placeholder, value } of secrets) filled = filled.replaceAll(placeholder, () => encode(value))
  return filled
}
