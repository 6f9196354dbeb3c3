import { createRequire } from 'node:module'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'

import type * as Undici from 'undici'

import { passInterimAnswers } from '#platform'

import type { EgressSettings } from './egress-settings.ts'

/** Where requests go: a name for the Host header and the certificate, an address for the connection. */
export interface Upstream {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly address: string
}

/** Header section of a response, in bytes. */
export const MAX_RESPONSE_HEADERS_BYTES = 64 * 1024

/** For one address of a name, in milliseconds: the next one has to have its turn. */
export const CONNECT_ATTEMPT_MS = 10_000

/** Kept ready for the next request; the least recently used goes first. */
const MAX_IDLE_UPSTREAMS = 64

/** Connections of one component, each to an address that was decided on and never to a name. */
export class UpstreamPool {
  readonly #settings: EgressSettings
  readonly #pools = new Map<string, Undici.Pool>()
  #trust: SecureContext | null = null
  /** Null while no connection is open. */
  #stopPassing: (() => void) | null = null

  constructor(settings: EgressSettings) {
    this.#settings = settings
  }

  /** What sends requests to an upstream; connections to it are shared. */
  get(upstream: Upstream): Undici.Dispatcher {
    const key = `${upstream.address} ${originOf(upstream)}`
    const pool = this.#pools.get(key) ?? this.#open(upstream)
    this.#pools.delete(key)
    this.#pools.set(key, pool)
    this.#closeOldest()
    return pool
  }

  /** What is trusted; null where it is what Node trusts. Made once: to read all certificates takes as long as many requests. */
  get trust(): SecureContext | null {
    const { extraCertificates } = this.#settings
    if (extraCertificates === null) return null
    this.#trust ??= createSecureContext({ ca: [...getCACertificates(), extraCertificates] })
    return this.#trust
  }

  /** Cuts every connection; others may be opened afterwards. */
  close(): void {
    this.#stopPassing?.()
    this.#stopPassing = null
    for (const pool of this.#pools.values()) void pool.destroy().catch(() => {})
    this.#pools.clear()
  }

  #open(upstream: Upstream): Undici.Pool {
    const { buildConnector, Pool } = loadUndici()
    this.#stopPassing ??= passInterimAnswers()
    const { connectMs, openFlows } = this.#settings
    const { trust } = this
    const connect = buildConnector({
      ...(trust === null ? {} : { secureContext: trust }),
      // Said outright, so that no variable of the environment can switch it off.
      rejectUnauthorized: true,
      allowH2: true,
      preferH2: true,
      timeout: Math.min(connectMs, CONNECT_ATTEMPT_MS),
    })
    return new Pool(originOf(upstream), {
      connect: (options, callback) => connect({ ...options, hostname: upstream.address }, callback),
      connections: openFlows,
      allowH2: true,
      pipelining: 1,
      maxHeaderSize: MAX_RESPONSE_HEADERS_BYTES,
      // Both are kept by the exchange, which knows what the guest asked for.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  /** Requests under way in what is closed come to their end. */
  #closeOldest(): void {
    if (this.#pools.size <= MAX_IDLE_UPSTREAMS) return
    const [oldest] = this.#pools
    if (oldest === undefined) return
    this.#pools.delete(oldest[0])
    void oldest[1].close().catch(() => {})
  }
}

/** Loads the HTTP client when a guest first needs it: no server should start the slower for it. */
function loadUndici(): typeof Undici {
  return createRequire(import.meta.url)('undici')
}

/** As a URL has it. */
export function originOf({ scheme, host, port }: Upstream): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
