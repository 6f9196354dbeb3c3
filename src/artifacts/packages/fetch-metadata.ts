import { readJson, CodedError } from '#platform'

import type { HttpTransport } from '../http/http-transport.ts'
import { isLoopback } from '../http/addresses.ts'
import { readAnswer } from '../http/read-answer.ts'
import { MAX_ANSWER_BYTES } from '../limits.ts'
import { DEFAULT_METADATA, RegistryMetadata } from './registry-metadata.ts'

const PATH = '/.well-known/wasm-pkg/registry.json'

/**
 * Asks a host what it says of its packages; one that has no such page has them itself.
 *
 * Plain http is for loopback alone, whatever the settings allow: who changes this page chooses the registry.
 * @throws CodedError `REGISTRY_METADATA_INVALID` and what the transport throws
 */
export async function fetchMetadata(
  registry: string,
  transport: HttpTransport,
  signal?: AbortSignal,
): Promise<RegistryMetadata> {
  const url = addressOf(registry)
  const response = await transport.send(
    { method: 'GET', url, headers: { accept: 'application/json' } },
    signal,
  )
  if (response.status >= 400 && response.status < 500) {
    await response.discard()
    return DEFAULT_METADATA
  }
  if (response.status !== 200) {
    await response.discard()
    throw invalid(registry, `it answers with status ${response.status}`)
  }
  const bytes = await readAnswer(response, MAX_ANSWER_BYTES)
  try {
    return RegistryMetadata.parse(readJson(bytes))
  } catch {
    throw invalid(registry, 'it is not JSON of that form')
  }
}

function addressOf(registry: string): URL {
  const url = URL.parse(`https://${registry}${PATH}`)
  if (url === null || url.pathname !== PATH || url.username !== '') {
    throw new CodedError(
      'WKG_CONFIG_INVALID',
      `"${registry}" in the configuration of wkg is not a host: write it as host or host:port`,
    )
  }
  if (isLoopback(url.hostname)) url.protocol = 'http:'
  return url
}

function invalid(registry: string, reason: string): CodedError {
  return new CodedError(
    'REGISTRY_METADATA_INVALID',
    `The page "${PATH}" of "${registry}" cannot be used (${reason}): try again later, or write "metadata" into the configuration of wkg`,
  )
}
