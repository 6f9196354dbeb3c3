import { connect } from 'node:tls'

import { mayUseHttp } from '../http/addresses.ts'
import { isDockerHub } from './reference.ts'

const DOCKER_HUB_API = new URL('https://registry-1.docker.io')
const PROBE_TIMEOUT_MS = 3000

/**
 * The address that a registry answers at: https, except that loopback and hosts named insecure may speak plain http.
 */
export async function endpointOf(registry: string, insecureHosts: readonly string[]): Promise<URL> {
  if (isDockerHub(registry)) return DOCKER_HUB_API
  const secure = new URL(`https://${registry}`)
  const plain = new URL(`http://${registry}`)
  if (!mayUseHttp(plain, insecureHosts) || (await speaksTls(secure))) return secure
  return plain
}

/** Whether a TLS handshake succeeds; the certificate is checked later, by the request itself. */
async function speaksTls(url: URL): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const socket = connect({
    host,
    port: Number(url.port || 443),
    rejectUnauthorized: false,
    timeout: PROBE_TIMEOUT_MS,
  })
  socket.once('secureConnect', () => resolve(true))
  socket.once('error', () => resolve(false))
  socket.once('timeout', () => resolve(false))
  socket.once('close', () => resolve(false))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}
