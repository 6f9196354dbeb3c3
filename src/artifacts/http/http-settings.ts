import type { LookupFunction } from 'node:net'

/** How long each phase of a request may take, in milliseconds. */
export interface HttpTimeouts {
  readonly connectMs: number
  readonly headersMs: number
  /** The longest silence between two pieces of a body. */
  readonly idleMs: number
  /** From the first byte sent to the last one read; ends a body that comes one byte at a time. */
  readonly totalMs: number
}

/** How often and how patiently a request is sent again. */
export interface RetryPolicy {
  readonly retries: number
  /** The first pause; it doubles each time. */
  readonly baseDelayMs: number
  /** A server that asks for a longer pause fails the load at once. */
  readonly longestDelayMs: number
}

/** The proxies of the environment, in the meaning of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
export interface ProxySettings {
  readonly http?: string | undefined
  readonly https?: string | undefined
  /** Comma-separated hosts that are reached directly; loopback always is. */
  readonly none?: string | undefined
}

/** What the transport needs to know of its surroundings. */
export interface HttpSettings {
  readonly proxy: ProxySettings
  /** PEM certificates that are trusted besides those of Node. */
  readonly certificates: string | null
  /** `host` or `host:port`, where plain http may be used; loopback may always. */
  readonly insecureHosts: readonly string[]
  /** `host` or `host:port`, which may have an address inside the network; loopback may be named by anybody. */
  readonly insideHosts: readonly string[]
  /** PEM certificates for single hosts, by `host` or `host:port`, besides all others. */
  readonly authorities?: ReadonlyMap<string, string> | undefined
  /** Resolves names; the system's resolver unless given. */
  readonly lookup?: LookupFunction | undefined
  readonly timeouts: HttpTimeouts
  readonly retry: RetryPolicy
}

/** A registry answers in well under a second; a 256 MiB component on a slow line needs minutes. */
export const DEFAULT_TIMEOUTS: HttpTimeouts = {
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  totalMs: 15 * 60_000,
}

/** Rides out a registry that restarts or limits its rate, without keeping a client waiting for a minute. */
export const DEFAULT_RETRY: RetryPolicy = { retries: 4, baseDelayMs: 250, longestDelayMs: 30_000 }
