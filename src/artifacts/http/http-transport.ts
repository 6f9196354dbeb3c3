import { Readable } from 'node:stream'

import { request as send, type Dispatcher } from 'undici'

import { CodedError } from '#platform'

import { displayUrl } from '../references/url-reference.ts'
import { addressRefused } from './address-refused.ts'
import { isInternal, isLoopback, isNamed, mayUseHttp } from './addresses.ts'
import { Dispatchers } from './dispatchers.ts'
import { isStreamed, type HttpRequest, type HttpResponse } from './http-request.ts'
import type { HttpSettings } from './http-settings.ts'
import { networkError } from './network-error.ts'
import { assertMayFollow, followRedirect, isRedirect, MAX_REDIRECTS } from './redirect.ts'
import { withRetries } from './retry.ts'

const ALWAYS_SENT = {
  'user-agent': 'wassette-node',
  // A server that compresses would make sizes and digests meaningless, and could send a bomb.
  'accept-encoding': 'identity',
}

/** Sends requests with limits of time, retries and redirects that keep logins at home. */
export class HttpTransport {
  readonly #settings: HttpSettings
  readonly #dispatchers: Dispatchers

  constructor(settings: HttpSettings) {
    this.#settings = settings
    this.#dispatchers = new Dispatchers(settings)
  }

  /**
   * @throws CodedError `HTTP_REFUSED`, `ADDRESS_REFUSED`, `HOST_UNREACHABLE`, `TLS_REFUSED`, `TIMED_OUT`, `CONNECTION_LOST`,
   *   `REDIRECT_REFUSED`, `CANCELLED`
   */
  async send(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> {
    this.#assertMaySend(request.url)
    const attempt = () => this.#sendFollowing(request, signal)
    return isStreamed(request.body) ? attempt() : withRetries(attempt, this.#settings.retry, signal)
  }

  /** Repeats what takes more than one request, as often and as patiently as `send` repeats one. */
  repeat(attempt: () => Promise<HttpResponse>, signal?: AbortSignal): Promise<HttpResponse> {
    return withRetries(attempt, this.#settings.retry, signal)
  }

  /**
   * The address that an answer sends us to for the next step.
   *
   * @throws CodedError `REDIRECT_REFUSED` where a redirect there would not be followed
   */
  nextAddress({ url, headers }: HttpResponse): URL {
    return assertMayFollow(url, headers['location'], this.#settings)
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await this.#dispatchers.destroy()
  }

  async #sendFollowing(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResponse> {
    let current = request
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await this.#sendOnce(current, signal)
      if (!isRedirect(response.status)) return response
      await response.discard()
      current = followRedirect(current, response.headers['location'], this.#settings)
    }
    throw new CodedError(
      'REDIRECT_REFUSED',
      `"${request.url.host}" redirects more than ${MAX_REDIRECTS} times: ask the publisher for the real address`,
    )
  }

  async #sendOnce(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResponse> {
    const { url } = request
    try {
      const answer = await send(url, {
        method: request.method,
        headers: { ...ALWAYS_SENT, ...request.headers },
        ...bodyOf(request),
        dispatcher: this.#dispatchers.for(url),
        signal: signal ?? null,
      })
      return responseOf(answer, url, signal)
    } catch (error) {
      throw networkError(error, url, signal)
    }
  }

  #assertMaySend(url: URL): void {
    const { insecureHosts, insideHosts } = this.#settings
    if (isInternal(url.hostname) && !isLoopback(url.hostname) && !isNamed(url, insideHosts)) {
      throw addressRefused(url.host)
    }
    if (url.protocol === 'https:' || mayUseHttp(url, insecureHosts)) return
    throw new CodedError(
      'HTTP_REFUSED',
      `"${displayUrl(url)}" is plain http, where anybody could change the bytes: use https, or name "${url.host}" as an insecure host in the settings`,
    )
  }
}

/** A length that is announced spares registries chunked encoding, which some refuse. */
function bodyOf({ headers, body }: HttpRequest): Pick<Dispatcher.RequestOptions, 'body' | 'headers'> {
  if (!isStreamed(body)) return { body: body ?? null }
  return {
    headers: { ...ALWAYS_SENT, ...headers, 'content-length': String(body.size) },
    body: Readable.from(body.open(), { objectMode: false }),
  }
}

function responseOf(
  answer: Dispatcher.ResponseData,
  url: URL,
  signal: AbortSignal | undefined,
): HttpResponse {
  return {
    status: answer.statusCode,
    headers: joined(answer.headers),
    url,
    body: readBody(answer.body, url, signal),
    discard: () => answer.body.dump().catch(() => {}),
  }
}

async function* readBody(
  body: Dispatcher.ResponseData['body'],
  url: URL,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
  } catch (error) {
    throw networkError(error, url, signal)
  }
}

function joined(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}
