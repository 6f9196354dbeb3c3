import { z } from 'zod'

import { CodedError } from '#platform'

import { readAnswer } from '../http/read-answer.ts'
import { MAX_TAG_LIST_BYTES } from '../limits.ts'
import type { RepositoryName } from '../repository-name.ts'
import { TAG } from './reference.ts'
import type { RegistryAnswer, RegistryClient } from './registry-client.ts'
import { refusedError, statusError } from './registry-error.ts'

/** Pages of a thousand tags; more are an attack, or a list that nobody can read. */
const MAX_PAGES = 20

/** Tags that hold signatures and referrers, which nobody wants to load. */
const DIGEST_TAG = /^sha256-/

const NEXT = /<([^>]+)>\s*;[^,]*rel="?next"?/

const TagList = z.object({ tags: z.array(z.string()).nullable() })

const byNumbers = new Intl.Collator('en', { numeric: true })

/** Where tags are looked up. */
export interface TagsParts {
  readonly client: RegistryClient
  readonly signal?: AbortSignal | undefined
}

/**
 * The tags of a repository, numbers in order of size, without those that hold signatures and referrers.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags
 * @throws CodedError `ARTIFACT_NOT_FOUND`, `LOGIN_REQUIRED`, `ACCESS_DENIED`, `REGISTRY_ERROR`, …
 */
export async function listTags(
  name: RepositoryName,
  { client, signal }: TagsParts,
): Promise<readonly string[]> {
  const tags = new Set<string>()
  let path: string | URL | null = 'tags/list?n=1000'
  for (let page = 0; path !== null && page < MAX_PAGES; page += 1) {
    const answer: RegistryAnswer = await client.get(name, { path, signal })
    for (const tag of await readTags(answer, name)) tags.add(tag)
    path = nextPage(answer.response.headers['link'], answer.response.url)
  }
  return [...tags].filter((tag) => TAG.test(tag) && !DIGEST_TAG.test(tag)).sort(byNumbers.compare)
}

async function readTags(
  { response, identity }: RegistryAnswer,
  name: RepositoryName,
): Promise<readonly string[]> {
  switch (response.status) {
    case 200:
      return parseTags(await readAnswer(response, MAX_TAG_LIST_BYTES), name)
    case 401:
    case 403:
      await response.discard()
      throw refusedError(name, identity)
    case 404:
      await response.discard()
      throw new CodedError(
        'ARTIFACT_NOT_FOUND',
        `"${name.registry}/${name.repository}" does not exist or is hidden: check the name, or run "docker login ${name.registry}" if it is private`,
      )
    default:
      throw await statusError(response, name.registry)
  }
}

function parseTags(bytes: Buffer, { registry, repository }: RepositoryName): readonly string[] {
  try {
    return TagList.parse(JSON.parse(bytes.toString('utf8'))).tags ?? []
  } catch {
    throw new CodedError(
      'REGISTRY_ERROR',
      `"${registry}" answers with something else than tags for "${repository}": ask who runs the registry`,
    )
  }
}

/** The next page is on the same server, or it is not read: the address is a stranger's. */
function nextPage(link: string | undefined, from: URL): URL | null {
  const [, address] = NEXT.exec(link ?? '') ?? []
  const next = address === undefined ? null : URL.parse(address, from)
  return next?.origin === from.origin ? next : null
}
