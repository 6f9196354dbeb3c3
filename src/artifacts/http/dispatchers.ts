import { getCACertificates } from 'node:tls'

import { EnvHttpProxyAgent, type Dispatcher } from 'undici'

import { passInterimAnswers } from '#platform'

import { isNamed } from './addresses.ts'
import { guardedLookup } from './guarded-lookup.ts'
import type { HttpSettings } from './http-settings.ts'

const ALWAYS_DIRECT = 'localhost,127.0.0.1,[::1]'

/** The connections of the transport: through the proxies of the settings, each host with the authorities that vouch for it. */
export class Dispatchers {
  readonly #settings: HttpSettings
  readonly #general: Dispatcher
  readonly #special = new Map<string, Dispatcher>()
  readonly #stopPassing = passInterimAnswers()

  constructor(settings: HttpSettings) {
    this.#settings = settings
    this.#general = createDispatcher(settings, null)
  }

  /** The connections for an address. */
  for(url: URL): Dispatcher {
    for (const [host, certificate] of this.#settings.authorities ?? []) {
      if (isNamed(url, [host])) return this.#specialFor(host, certificate)
    }
    return this.#general
  }

  /** Ends all of them. */
  async destroy(): Promise<void> {
    this.#stopPassing()
    await Promise.all([this.#general, ...this.#special.values()].map((dispatcher) => dispatcher.destroy()))
  }

  #specialFor(host: string, certificate: string): Dispatcher {
    const dispatcher = this.#special.get(host) ?? createDispatcher(this.#settings, certificate)
    this.#special.set(host, dispatcher)
    return dispatcher
  }
}

function createDispatcher(settings: HttpSettings, own: string | null): Dispatcher {
  const { proxy, certificates, timeouts, insideHosts, lookup } = settings
  const added = [certificates, own].filter((pem) => pem !== null)
  const tls = {
    timeout: timeouts.connectMs,
    ...(added.length > 0 && { ca: [...getCACertificates('default'), ...added] }),
  }
  return new EnvHttpProxyAgent({
    // Empty strings, because undefined would make undici read the environment by itself.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: [ALWAYS_DIRECT, proxy.none ?? ''].filter((part) => part !== '').join(','),
    // A proxy resolves names itself, and may lie inside the network like any other setting of the user.
    connect: { ...tls, lookup: guardedLookup(insideHosts, lookup) },
    requestTls: tls,
    proxyTls: tls,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
    allowH2: false,
  })
}
