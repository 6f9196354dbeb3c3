import { CodedError } from '#platform'

import { parseReference } from '../parse-reference.ts'
import type { OciReference } from '../reference.ts'
import type { Registries } from '../registries.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import { listTags } from './list-tags.ts'
import { pushComponent, type PushedComponent, type PushResult } from './push/push-component.ts'
import { TAG } from './reference.ts'
import type { RegistryClient } from './registry-client.ts'

/** What the service is made of. */
export interface OciRegistriesParts {
  readonly client: RegistryClient
}

/** Registries as people and authors use them. */
export class OciRegistries implements Registries {
  readonly #client: RegistryClient

  constructor({ client }: OciRegistriesParts) {
    this.#client = client
  }

  async push(reference: string, component: PushedComponent, options: FetchOptions = {}): Promise<PushResult> {
    const target = parseOci(reference)
    if (target.digest !== null) {
      const text = `"${reference}" names a digest, which is what a push finds out: name a tag`
      throw new CodedError('REFERENCE_INVALID', text)
    }
    const wrong = component.alsoTags?.find((tag) => !TAG.test(tag))
    if (wrong !== undefined) throw new CodedError('REFERENCE_INVALID', `"${wrong}" is not a valid tag`)
    return pushComponent(this.#client, { reference: target, component }, options)
  }

  async tags(reference: string, { signal }: FetchOptions = {}): Promise<readonly string[]> {
    const { registry, repository } = parseOci(reference)
    return listTags({ registry, repository }, { client: this.#client, signal })
  }
}

function parseOci(text: string): OciReference {
  const reference = parseReference(text)
  if (reference.kind === 'oci') return reference
  throw new CodedError(
    'REFERENCE_INVALID',
    `"${text}" is not in a registry: write it as oci://host/repository:tag`,
  )
}
