import { resolve } from 'node:path'

import { isDockerHub } from '../oci/reference.ts'
import type { VersionRequirement } from '../packages/version-requirement.ts'
import { parseReference } from './parse-reference.ts'
import type { OciReference } from './reference.ts'

/**
 * The one spelling of a reference: what a model writes differently must not be another reference.
 *
 * Of an artifact with tag and digest the digest alone is left, which wins. @throws CodedError as `parseReference`
 */
export function canonicalReference(text: string): string {
  const reference = parseReference(text)
  switch (reference.kind) {
    case 'file':
      return `file://${resolve(reference.path)}`
    case 'https': {
      const url = new URL(reference.url)
      url.hash = ''
      return url.href
    }
    case 'oci':
      return canonicalOciReference(reference)
    case 'oci-version': {
      const { registry, repository, requirement } = reference
      return `oci://${canonicalRegistry(registry)}/${repository}@${canonicalRequirement(requirement)}`
    }
    case 'package':
      return `${reference.namespace}:${reference.name}@${canonicalRequirement(reference.requirement)}`
  }
}

function canonicalOciReference({ registry, repository, tag, digest }: OciReference): string {
  const version = digest === null ? `:${tag}` : `@${digest}`
  return `oci://${canonicalRegistry(registry)}/${repository}${version}`
}

function canonicalRequirement({ text }: VersionRequirement): string {
  return text.replaceAll(/\s+/g, '')
}

/** The one spelling of a registry's name. */
export function canonicalRegistry(registry: string): string {
  const host = registry
    .toLowerCase()
    .replace(/:443$/, '')
    .replace(/\.(?=$|:)/, '')
  return isDockerHub(host) ? 'docker.io' : host
}
