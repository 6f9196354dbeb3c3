import { CodedError } from '#platform'

import { isSha256Digest } from '../digest.ts'
import type { OciReference } from '../references/reference.ts'

const HOST =
  /^(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\.?|[A-Za-z0-9-]+(?=:)|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?$/
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
/** A tag by the OCI distribution specification 1.1. */
export const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const LONGEST_NAME = 255

/** Pulled when a reference names neither tag nor digest. */
const DEFAULT_TAG = 'latest'

const DOCKER_HUB_NAMES: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
])

/**
 * Reads `host[:port]/repository[:tag][@digest]` by the grammar of the OCI distribution specification 1.1.
 *
 * Short names of Docker Hub are refused: a model that leaves out the host would pull from strangers.
 * @throws CodedError `REFERENCE_INVALID`
 */
export function parseOciReference(text: string): OciReference {
  const slash = text.indexOf('/')
  const registry = text.slice(0, Math.max(slash, 0))
  const { name, tag, digest } = splitName(text.slice(slash + 1))
  checkRegistry(registry, text)
  checkRepository(name, text)
  if (tag !== null && !TAG.test(tag)) throw invalid(text, `"${tag}" is not a valid tag`)
  if (digest !== null && !isSha256Digest(digest)) {
    throw invalid(text, `"${digest}" is not a digest of the form sha256: and 64 hexadecimal digits`)
  }
  const repository = isDockerHub(registry) && !name.includes('/') ? `library/${name}` : name
  return { kind: 'oci', registry, repository, tag: tag ?? (digest === null ? DEFAULT_TAG : null), digest }
}

/** Whether a registry name means Docker Hub, which answers under another host and keeps logins under a third. */
export function isDockerHub(registry: string): boolean {
  return DOCKER_HUB_NAMES.has(registry)
}

/** The short form that is shown: `host/repository:tag` or `host/repository@digest`. */
export function displayOciReference(reference: OciReference): string {
  const name = `${reference.registry}/${reference.repository}`
  return reference.digest === null ? `${name}:${reference.tag}` : `${name}@${reference.digest}`
}

function splitName(text: string): { name: string; tag: string | null; digest: string | null } {
  const at = text.indexOf('@')
  const digest = at === -1 ? null : text.slice(at + 1)
  const named = at === -1 ? text : text.slice(0, at)
  const colon = named.indexOf(':')
  if (colon === -1) return { name: named, tag: null, digest }
  return { name: named.slice(0, colon), tag: named.slice(colon + 1), digest }
}

function checkRegistry(registry: string, text: string): void {
  if (registry.includes('@')) throw new CodedError('REFERENCE_INVALID', loginInReference())
  const port = HOST.exec(registry)
  if (port === null) {
    throw invalid(
      text,
      `"${registry}" is not a registry host; write the host too, such as docker.io or ghcr.io`,
    )
  }
  if (port[1] !== undefined && (Number(port[1]) === 0 || Number(port[1]) > 65_535)) {
    throw invalid(text, `"${port[1]}" is not a port`)
  }
}

function loginInReference(): string {
  return 'The reference holds a user name or password, which would end in logs: leave them out and run "docker login"'
}

function checkRepository(name: string, text: string): void {
  if (name !== '' && name.length <= LONGEST_NAME && REPOSITORY.test(name)) return
  const hint = name === name.toLowerCase() ? '' : '; repository names are lower case'
  throw invalid(text, `"${name}" is not a valid repository name${hint}`)
}

function invalid(text: string, reason: string): CodedError {
  return new CodedError(
    'REFERENCE_INVALID',
    `Invalid reference "oci://${text}": ${reason} (the form is oci://host[:port]/repository[:tag][@digest])`,
  )
}
