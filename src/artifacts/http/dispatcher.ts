import { getCACertificates } from 'node:tls'

import { EnvHttpProxyAgent, type Dispatcher } from 'undici'

import type { HttpSettings } from './http-settings.ts'

const ALWAYS_DIRECT = 'localhost,127.0.0.1,[::1]'

/** The connections of the transport: through the proxies of the settings, trusting their certificates. */
export function createDispatcher(settings: HttpSettings): Dispatcher {
  const { proxy, certificates, timeouts } = settings
  const trust = certificates === null ? {} : { ca: [...getCACertificates('default'), certificates] }
  return new EnvHttpProxyAgent({
    // Empty strings, because undefined would make undici read the environment by itself.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: [ALWAYS_DIRECT, proxy.none ?? ''].filter((part) => part !== '').join(','),
    connect: { timeout: timeouts.connectMs, ...trust },
    requestTls: { timeout: timeouts.connectMs, ...trust },
    proxyTls: { timeout: timeouts.connectMs, ...trust },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
    allowH2: false,
  })
}
