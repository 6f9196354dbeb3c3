import type { FlowError, FlowErrorCode } from '../protocol/egress-protocol.ts'

/** Ends a flow with an error that the guest is told. */
export class FlowFailure extends Error {
  readonly flowError: FlowError

  constructor(code: FlowErrorCode, message: string | null = null) {
    super(message ?? code)
    this.name = 'FlowFailure'
    this.flowError = { code, message }
  }
}

/** Codes of Node, OpenSSL and undici. What is not listed is `internal`, or TLS by its prefix. */
const CODES: Readonly<Record<string, FlowErrorCode>> = {
  EAI_AGAIN: 'name-timeout',
  EAI_NODATA: 'name-unresolvable',
  EAI_NONAME: 'name-unresolvable',
  ENOTFOUND: 'name-unresolvable',
  ENODATA: 'name-unresolvable',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-unreachable',
  ENETUNREACH: 'connection-unreachable',
  EADDRNOTAVAIL: 'connection-unreachable',
  ECONNRESET: 'connection-terminated',
  ECONNABORTED: 'connection-terminated',
  EPIPE: 'connection-terminated',
  ERR_STREAM_PREMATURE_CLOSE: 'connection-terminated',
  ETIMEDOUT: 'connection-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'read-timeout',
  UND_ERR_BODY_TIMEOUT: 'read-timeout',
  UND_ERR_HEADERS_OVERFLOW: 'response-headers-size',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'request-body-size',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'request-body-size',
  HPE_HEADER_OVERFLOW: 'response-headers-size',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'response-incomplete',
  UND_ERR_INVALID_ARG: 'invalid-request',
  UND_ERR_NOT_SUPPORTED: 'invalid-request',
  UND_ERR_SOCKET: 'connection-terminated',
  UND_ERR_INFO: 'connection-terminated',
  // An answer that undici did not think possible, such as a status of 99.
  ERR_ASSERTION: 'protocol',
  EPROTO: 'tls-protocol',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-certificate',
  INVALID_CA: 'tls-certificate',
  INVALID_PURPOSE: 'tls-certificate',
}

const CODE_PREFIXES: readonly (readonly [prefix: string, code: FlowErrorCode])[] = [
  ['HPE_', 'protocol'],
  ['CERT_', 'tls-certificate'],
  ['ERR_TLS_CERT_', 'tls-certificate'],
  ['ERR_TLS_', 'tls-protocol'],
  ['ERR_SSL_', 'tls-protocol'],
  ['ERR_HTTP2_', 'protocol'],
]

/** What the guest is told of an error, whatever it is: no text of ours, which might tell about this machine. */
export function toFlowError(error: unknown): FlowError {
  if (error instanceof FlowFailure) return error.flowError
  const code = codeOf(error)
  const known = CODES[code] ?? CODE_PREFIXES.find(([prefix]) => code.startsWith(prefix))?.[1]
  return { code: known ?? 'internal', message: code === '' ? null : code }
}

/** Whether another address of the same name is worth a try: nothing was sent yet. */
export function isConnectFailure({ code }: FlowError): boolean {
  return code === 'connection-refused' || code === 'connection-unreachable' || code === 'connection-timeout'
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  // Several addresses of one name, none of which answered.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici gives this one a code for some faults only.
  if (error.name === 'HTTPParserError') return 'HPE_UNKNOWN'
  return error.cause === undefined ? '' : codeOf(error.cause)
}
