import { CodedError, describeError } from '#platform'

import { abortError, closedError } from '../abort-error.ts'

/** Sent again, or a body resumed: the connection broke, which says nothing about the next one. */
export const CONNECTION_LOST = 'CONNECTION_LOST'

const LOST: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
])
const CLOSED: ReadonlySet<string> = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED'])
const TIMED_OUT: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
])
const TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/

/** Gives what a socket, TLS or the HTTP parser threw a code and a next step. */
export function networkError(error: unknown, url: URL, signal?: AbortSignal): CodedError {
  if (error instanceof CodedError) return error
  if (signal?.aborted) return abortError(signal)
  const cause = { cause: error }
  const code = codeOf(error)
  if (CLOSED.has(code)) return closedError()
  if (LOST.has(code)) {
    const text = `The connection to "${url.host}" broke off (${code}): try again later`
    return new CodedError(CONNECTION_LOST, text, cause)
  }
  if (TIMED_OUT.has(code)) {
    return new CodedError(
      'TIMED_OUT',
      `"${url.host}" did not answer in time (${code}): try again later`,
      cause,
    )
  }
  if (TLS.test(code)) return new CodedError('TLS_REFUSED', tlsMessage(url, code), cause)
  if (UNREACHABLE.has(code)) {
    const text = `The host "${url.host}" cannot be reached (${code}): check its name, your network and your proxy settings`
    return new CodedError('HOST_UNREACHABLE', text, cause)
  }
  const text = `The request to "${url.host}" failed: ${describeError(error)}; check the address and your proxy settings`
  return new CodedError('HOST_UNREACHABLE', text, cause)
}

function tlsMessage(url: URL, code: string): string {
  return `The certificate or TLS of "${url.host}" is not accepted (${code}): check the host name, or name the certificate of its authority in NODE_EXTRA_CA_CERTS`
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}
