import { CodedError } from '#platform'

import { assertComponentPreamble } from './component-preamble.ts'
import type { FetchedArtifact, FetcherParts } from './fetcher.ts'
import { download } from './http/download.ts'
import type { HttpResponse } from './http/http-request.ts'
import type { HttpTransport } from './http/http-transport.ts'
import type { UrlReference } from './references/reference.ts'
import { idOfUrl } from './references/suggested-id.ts'
import { displayUrl } from './references/url-reference.ts'
import type { FetchOptions } from './verified-artifact.ts'

/** What the fetcher works with. */
export interface UrlFetcherParts extends FetcherParts {
  readonly transport: HttpTransport
}

/**
 * Downloads a component from a web server into the content store.
 *
 * @throws CodedError `FILE_NOT_FOUND`, `DOWNLOAD_REFUSED`, `TOO_LARGE`, `TRUNCATED`, `NOT_A_COMPONENT`, …
 */
export async function fetchUrl(
  { url }: UrlReference,
  parts: UrlFetcherParts,
  options: FetchOptions,
): Promise<FetchedArtifact> {
  const subject = displayUrl(url)
  const attempt = new UrlDownload(url, parts.transport, options.signal)
  await using writer = await parts.store.startBlob()
  const plan = {
    open: (offset: number) => attempt.open(offset),
    expectedSize: null,
    limit: parts.maxComponentBytes,
    message: `Downloading ${subject}`,
  }
  await download(plan, writer, options)
  assertComponentPreamble(writer.head, subject)
  const { digest, size, path } = await writer.commit(null)
  const source = { kind: 'https', url: displayUrl(attempt.finalUrl) } as const
  return { suggestedId: idOfUrl(attempt.finalUrl), digest, size, path, source, policy: null, signer: null }
}

/** The requests of one download: they go on where the last one broke off only while the file is the same. */
class UrlDownload {
  finalUrl: URL
  readonly #url: URL
  readonly #transport: HttpTransport
  readonly #signal: AbortSignal | undefined
  #etag: string | undefined

  constructor(url: URL, transport: HttpTransport, signal: AbortSignal | undefined) {
    this.#url = url
    this.finalUrl = url
    this.#transport = transport
    this.#signal = signal
  }

  async open(offset: number): Promise<HttpResponse> {
    const response = await this.#transport.send(
      { method: 'GET', url: this.#url, headers: this.#range(offset) },
      this.#signal,
    )
    if (response.status !== 200 && response.status !== 206) throw await this.#refused(response)
    const etag = response.headers['etag']
    if (offset > 0 && (etag === undefined || etag !== this.#etag)) {
      await response.discard()
      throw new CodedError(
        'TRUNCATED',
        `The download from "${this.#url.host}" broke off and cannot go on: load again`,
      )
    }
    this.#etag = etag
    this.finalUrl = response.url
    return response
  }

  #range(offset: number): Record<string, string> {
    return offset === 0 ? {} : { range: `bytes=${offset}-`, 'if-range': this.#etag ?? '' }
  }

  async #refused(response: HttpResponse): Promise<CodedError> {
    await response.discard()
    const name = displayUrl(this.#url)
    if (response.status === 404 || response.status === 410) {
      return new CodedError(
        'FILE_NOT_FOUND',
        `There is no file at "${name}" (status ${response.status}): check the address`,
      )
    }
    return new CodedError(
      'DOWNLOAD_REFUSED',
      `Failed to download component from URL: "${name}" answers with status ${response.status}; check that it can be read without a login`,
    )
  }
}
