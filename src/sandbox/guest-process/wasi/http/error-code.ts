import type { FlowError, FlowErrorCode } from '../../../protocol/egress-protocol.ts'

/** The cases of `error-code` that carry nothing. */
export type HttpPlainTag =
  | 'DNS-timeout'
  | 'destination-unavailable'
  | 'connection-refused'
  | 'connection-terminated'
  | 'connection-timeout'
  | 'connection-read-timeout'
  | 'connection-limit-reached'
  | 'TLS-protocol-error'
  | 'TLS-certificate-error'
  | 'HTTP-request-denied'
  | 'HTTP-request-method-invalid'
  | 'HTTP-request-URI-invalid'
  | 'HTTP-request-URI-too-long'
  | 'HTTP-response-incomplete'
  | 'HTTP-protocol-error'

/** `wasi:http/types` `error-code`: the cases that we answer with. */
export type HttpErrorCode =
  | { readonly tag: HttpPlainTag }
  | {
      readonly tag: 'DNS-error'
      readonly val: { readonly rcode: string | undefined; readonly infoCode: undefined }
    }
  | { readonly tag: 'HTTP-request-body-size'; readonly val: bigint | undefined }
  | { readonly tag: 'HTTP-response-body-size'; readonly val: bigint | undefined }
  | { readonly tag: 'HTTP-response-header-section-size'; readonly val: number | undefined }
  | { readonly tag: 'internal-error'; readonly val: string | undefined }

/** No rule allows the request. */
export const REQUEST_DENIED: HttpErrorCode = { tag: 'HTTP-request-denied' }

const CODES: Readonly<Record<FlowErrorCode, HttpPlainTag | ((message: string | null) => HttpErrorCode)>> = {
  denied: 'HTTP-request-denied',
  'invalid-request': 'HTTP-request-URI-invalid',
  'name-unresolvable': (message) => ({
    tag: 'DNS-error',
    val: { rcode: message ?? undefined, infoCode: undefined },
  }),
  'name-timeout': 'DNS-timeout',
  'connection-refused': 'connection-refused',
  'connection-unreachable': 'destination-unavailable',
  'connection-terminated': 'connection-terminated',
  'connection-timeout': 'connection-timeout',
  'read-timeout': 'connection-read-timeout',
  'tls-certificate': 'TLS-certificate-error',
  'tls-protocol': 'TLS-protocol-error',
  'request-body-size': () => ({ tag: 'HTTP-request-body-size', val: undefined }),
  'response-body-size': () => ({ tag: 'HTTP-response-body-size', val: undefined }),
  'response-headers-size': () => ({ tag: 'HTTP-response-header-section-size', val: undefined }),
  'response-incomplete': 'HTTP-response-incomplete',
  protocol: 'HTTP-protocol-error',
  'too-many-flows': 'connection-limit-reached',
  internal: (message) => ({ tag: 'internal-error', val: message ?? undefined }),
}

/** Why a flow failed, in the words of `wasi:http`. */
export function toHttpErrorCode({ code, message }: FlowError): HttpErrorCode {
  const entry = CODES[code]
  return typeof entry === 'string' ? { tag: entry } : entry(message)
}
