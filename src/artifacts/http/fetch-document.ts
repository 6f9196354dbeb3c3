import { CodedError } from '#platform'

import { displayUrl } from '../references/url-reference.ts'
import type { HttpTransport } from './http-transport.ts'
import { readAnswer } from './read-answer.ts'

/** Gets a document that the settings name. @throws CodedError `DOWNLOAD_REFUSED`, `TOO_LARGE` and what the transport throws */
export async function fetchDocument(
  transport: HttpTransport,
  { url, limit }: { readonly url: URL; readonly limit: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const response = await transport.send(
    { method: 'GET', url, headers: { accept: 'application/json' } },
    signal,
  )
  if (response.status === 200) return readAnswer(response, limit)
  await response.discard()
  throw new CodedError(
    'DOWNLOAD_REFUSED',
    `"${displayUrl(url)}" answers with status ${response.status}: check the address in the configuration`,
  )
}
