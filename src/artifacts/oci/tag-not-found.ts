import { CodedError } from '#platform'

import { abortError } from '../abort-error.ts'
import { describeTags } from './describe-tags.ts'
import { listTags } from './list-tags.ts'
import type { ManifestName } from './manifest-name.ts'
import type { RegistryClient } from './registry-client.ts'
import type { Identity } from './login/authorization.ts'

interface Asking {
  readonly client: RegistryClient
  readonly identity: Identity
  readonly signal?: AbortSignal | undefined
}

/** The error for a manifest that is not there, with the tags that are. */
export async function tagNotFound(name: ManifestName, asking: Asking): Promise<CodedError> {
  const { registry, repository } = name.repository
  const tags = await knownTags(name, asking)
  if (tags.length === 0) return artifactNotFound(`${registry}/${repository}`, asking.identity)
  const list = describeTags(tags)
  if (name.digest !== null) {
    const message = `"${registry}/${repository}" has no manifest "${name.digest}": its tags are ${list}`
    return new CodedError('ARTIFACT_NOT_FOUND', message)
  }
  return new CodedError(
    'TAG_NOT_FOUND',
    `"${registry}/${repository}" has no tag "${name.tag}": its tags are ${list}`,
  )
}

async function knownTags(name: ManifestName, { client, signal }: Asking): Promise<readonly string[]> {
  try {
    return await listTags(name.repository, { client, signal })
  } catch {
    if (signal?.aborted) throw abortError(signal)
    return []
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
