import { z } from 'zod'

import { boundedList, CodedError, readJson } from '#platform'

import { readAnswer } from '../http/read-answer.ts'
import { MAX_TAG_LIST_BYTES, MAX_TAG_PAGES, MAX_TAGS } from '../limits.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import { TAG } from './reference.ts'
import type { RegistryAnswer, RegistryClient } from './registry-client.ts'
import { refusedError, statusError } from './registry-error.ts'

/** What a listing works with. */
export interface TagListParts {
  readonly client: RegistryClient
  readonly signal?: AbortSignal | undefined
}

/** Tags that hold signatures and referrers, which nobody wants to load. */
const DIGEST_TAG = /^sha256-/
const PAGE = 'n=1000'
/** The page after this one (RFC 8288); a registry gives the last tag that it has told. */
const NEXT = /<([^<>]*)>\s*;[^,<]*\brel\s*=\s*"?next\b/i

const TagList = z.object({ tags: boundedList(z.string(), MAX_TAGS).nullish() })

/**
 * The tags of a repository that name artifacts, in order of their numbers, by the OCI distribution specification 1.1.
 *
 * @throws CodedError `ARTIFACT_NOT_FOUND`, `TAG_LIST_INVALID`, `LOGIN_REQUIRED`, `RATE_LIMITED`, …
 */
export async function listTags(repository: RepositoryName, parts: TagListParts): Promise<readonly string[]> {
  const tags = new Set<string>()
  let query: string | null = PAGE
  for (let page = 0; query !== null; page += 1) {
    if (page === MAX_TAG_PAGES) throw invalid(repository, 'it does not end')
    const before = tags.size
    const answer: TagPage = await readPage(repository, query, parts)
    for (const tag of answer.tags) if (TAG.test(tag) && !DIGEST_TAG.test(tag)) tags.add(tag)
    // A registry that sends us in a circle has told nothing new.
    query =
      answer.next === query || (page > 0 && answer.tags.length > 0 && tags.size === before)
        ? null
        : answer.next
  }
  return [...tags].sort(new Intl.Collator('en', { numeric: true }).compare)
}

interface TagPage {
  readonly tags: readonly string[]
  /** The query of the next page. */
  readonly next: string | null
}

async function readPage(
  repository: RepositoryName,
  query: string,
  { client, signal }: TagListParts,
): Promise<TagPage> {
  const answer = await client.get(repository, { path: `tags/list?${query}`, signal })
  if (answer.response.status !== 200) throw await refusal(repository, answer)
  const bytes = await readAnswer(answer.response, MAX_TAG_LIST_BYTES)
  const next = NEXT.exec(answer.response.headers['link'] ?? '')?.[1]
  return { tags: parseTags(bytes, repository), next: next === undefined ? null : nextQuery(next) }
}

/** Of the address only the query counts: a registry must not lead the next request elsewhere. */
function nextQuery(address: string): string | null {
  const search = URL.parse(address, 'https://registry.invalid')?.searchParams
  const last = search?.get('last')
  if (search === undefined || !last) return null
  return new URLSearchParams({ n: search.get('n') ?? '1000', last }).toString()
}

function parseTags(bytes: Buffer, repository: RepositoryName): readonly string[] {
  try {
    return TagList.parse(readJson(bytes)).tags ?? []
  } catch {
    throw invalid(repository, 'it is not JSON of that form')
  }
}

async function refusal(
  repository: RepositoryName,
  { response, identity }: RegistryAnswer,
): Promise<CodedError> {
  const { registry, repository: name } = repository
  switch (response.status) {
    case 401:
    case 403:
      await response.discard()
      return refusedError(repository, identity)
    case 404:
      await response.discard()
      return new CodedError(
        'ARTIFACT_NOT_FOUND',
        `"${registry}/${name}" does not exist or is hidden: check the name, or log in with "docker login ${registry}" if it is private`,
      )
    default:
      return statusError(response, registry)
  }
}

function invalid({ registry, repository }: RepositoryName, reason: string): CodedError {
  const text = `The list of tags of "${registry}/${repository}" cannot be read (${reason}): ask who runs the registry`
  return new CodedError('TAG_LIST_INVALID', text)
}
