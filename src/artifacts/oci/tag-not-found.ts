import { z } from 'zod'

import { CodedError } from '#platform'

import { abortError } from '../abort-error.ts'
import { readAnswer } from '../http/read-answer.ts'
import { MAX_TAG_LIST_BYTES } from '../limits.ts'
import type { ManifestName } from './manifest-name.ts'
import { TAG } from './reference.ts'
import type { RegistryClient } from './registry-client.ts'
import type { Identity } from './login/authorization.ts'

const SHOWN_TAGS = 10
/** Tags that hold signatures and referrers, which nobody wants to load. */
const DIGEST_TAG = /^sha256-/

const TagList = z.object({ tags: z.array(z.string()).nullable() })

interface Asking {
  readonly client: RegistryClient
  readonly identity: Identity
  readonly signal?: AbortSignal | undefined
}

/** The error for a manifest that is not there, with the tags that are. */
export async function tagNotFound(name: ManifestName, asking: Asking): Promise<CodedError> {
  const { registry, repository } = name.repository
  const tags = await listTags(name, asking)
  if (tags === null || tags.length === 0)
    return artifactNotFound(`${registry}/${repository}`, asking.identity)
  const more = tags.length > SHOWN_TAGS ? ` and ${tags.length - SHOWN_TAGS} more` : ''
  const list = `${tags.slice(-SHOWN_TAGS).join(', ')}${more}`
  if (name.digest !== null) {
    const message = `"${registry}/${repository}" has no manifest "${name.digest}": its tags are ${list}`
    return new CodedError('ARTIFACT_NOT_FOUND', message)
  }
  return new CodedError(
    'TAG_NOT_FOUND',
    `"${registry}/${repository}" has no tag "${name.tag}": its tags are ${list}`,
  )
}

async function listTags(name: ManifestName, { client, signal }: Asking): Promise<string[] | null> {
  try {
    const { response } = await client.get(name.repository, { path: 'tags/list?n=1000', signal })
    if (response.status !== 200) {
      await response.discard()
      return null
    }
    const answer = TagList.parse(
      JSON.parse((await readAnswer(response, MAX_TAG_LIST_BYTES)).toString('utf8')),
    )
    const tags = (answer.tags ?? []).filter((tag) => TAG.test(tag) && !DIGEST_TAG.test(tag))
    return tags.sort(new Intl.Collator('en', { numeric: true }).compare)
  } catch {
    if (signal?.aborted) throw abortError(signal)
    return null
  }
}

function artifactNotFound(name: string, identity: Identity): CodedError {
  const advice =
    identity.kind === 'login' ? 'ask its owner for access' : 'log in with "docker login" if it is private'
  return new CodedError(
    'ARTIFACT_NOT_FOUND',
    `"${name}" does not exist, has no such tag or is hidden: check the name and the tag, or ${advice}`,
  )
}
