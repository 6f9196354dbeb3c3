import {
  type HttpRequestHead,
  type HttpTimeouts,
  MAX_TEXT_LENGTH,
} from '../../../protocol/egress-protocol.ts'
import type { Flow, FlowOpened } from '../../egress/flow.ts'
import type { GuestNetwork } from '../guest-context.ts'
import { toHttpErrorCode, type HttpErrorCode, type HttpPlainTag } from './error-code.ts'
import type { Fields } from './fields.ts'
import type { RequestHead, Scheme } from './request-head.ts'

/** The parts of a request that stand before its body. */
export interface RequestParts {
  readonly head: RequestHead
  readonly headers: Fields
  readonly timeouts: HttpTimeouts
}

/** A request that can go out, or why it can not. */
export type Addressed =
  | { readonly kind: 'request'; readonly open: (network: GuestNetwork, bodyLength: number | null) => Flow }
  | { readonly kind: 'unsendable'; readonly code: HttpErrorCode }

const NANOSECONDS_PER_MILLISECOND = 1_000_000n

/** Methods whose request seldom has a body: nothing is waited for when the guest has written none. */
const BODYLESS_METHODS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** Puts together what goes to the host. */
export function addressRequest({ head, headers, timeouts }: RequestParts): Addressed {
  const scheme = SCHEMES[head.scheme?.tag ?? 'HTTPS']
  if (scheme === null) return unsendable('HTTP-protocol-error')
  const method = methodName(head)
  if (head.method.tag === 'connect' || isTooLong(method)) return unsendable('HTTP-request-method-invalid')
  const pathWithQuery = absolutePath(head.pathWithQuery)
  const { authority } = head
  if (authority === undefined || authority === '' || pathWithQuery === null) {
    return unsendable('HTTP-request-URI-invalid')
  }
  if (isTooLong(authority) || isTooLong(pathWithQuery)) return unsendable('HTTP-request-URI-too-long')
  const message = {
    kind: 'http',
    method,
    scheme,
    authority,
    pathWithQuery,
    timeouts,
  } as const
  return {
    kind: 'request',
    open: (network, bodyLength) =>
      network.open({ ...message, headers: headers.entries(), bodyLength } satisfies HttpRequestHead),
  }
}

/** Whether a request is likely to have a body that the guest has not begun to write. */
export function expectsBody(head: RequestHead): boolean {
  return !BODYLESS_METHODS.has(methodName(head))
}

/** How long the headers say that the body is; null where they do not, or say what the host refuses. */
export function declaredLength(headers: Fields): bigint | null {
  const [first, ...more] = headers.get('content-length')
  const text = first === undefined ? '' : Buffer.from(first).toString('latin1')
  return more.length === 0 && /^\d{1,18}$/.test(text) ? BigInt(text) : null
}

/** A body that is not as long as its headers say. */
export function wrongLength(bytes: bigint): HttpErrorCode {
  return { tag: 'HTTP-request-body-size', val: bytes }
}

/** A timeout of WASI, which is in nanoseconds. */
export function toMilliseconds(duration: bigint | undefined): number | null {
  return duration === undefined ? null : Number(duration / NANOSECONDS_PER_MILLISECOND)
}

/** Why the host answered with something else than a response. */
export function failureOf(opened: Exclude<FlowOpened, { kind: 'response' }>): HttpErrorCode {
  return toHttpErrorCode(opened.kind === 'failed' ? opened.error : { code: 'internal', message: null })
}

function unsendable(tag: HttpPlainTag): Addressed {
  return { kind: 'unsendable', code: { tag } }
}

/** The host ends a process that sends what is longer. */
function isTooLong(text: string): boolean {
  return text.length > MAX_TEXT_LENGTH
}

const SCHEMES: Readonly<Record<Scheme['tag'], 'http' | 'https' | null>> = {
  HTTP: 'http',
  HTTPS: 'https',
  other: null,
}

function methodName({ method }: RequestHead): string {
  return method.tag === 'other' ? method.val : method.tag.toUpperCase()
}

/** RFC 9112, 3.2.1: the target of a request begins with a slash; what is not ASCII is sent as the bytes of UTF-8. */
function absolutePath(path: string | undefined): string | null {
  const written = path === undefined || path === '' || path.startsWith('?') ? `/${path ?? ''}` : path
  if (!written.startsWith('/')) return null
  return written.replaceAll(/[^!-~]+/gu, encodeURIComponent)
}
