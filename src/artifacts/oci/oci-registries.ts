import { CodedError } from '#platform'

import { parseReference } from '../references/parse-reference.ts'
import type { OciReference, VersionedReference } from '../references/reference.ts'
import type { Registries } from '../registries.ts'
import type { FetchOptions } from '../verified-artifact.ts'
import type { CopyParts } from './copy/copied-manifest.ts'
import { copyArtifact, type CopyResult } from './copy/copy-artifact.ts'
import { describeArtifact, type ArtifactDescription } from './describe-artifact.ts'
import { listTags } from './list-tags.ts'
import { pushComponent, type PushedComponent, type PushResult } from './push/push-component.ts'
import { TAG } from './reference.ts'

/** What the service is made of. */
export interface OciRegistriesParts extends CopyParts {
  /** Chooses a version, and finds the repository of a package. */
  readonly resolveVersion: (reference: VersionedReference, options: FetchOptions) => Promise<OciReference>
}

/** Registries as people and authors use them. */
export class OciRegistries implements Registries {
  readonly #parts: OciRegistriesParts

  constructor(parts: OciRegistriesParts) {
    this.#parts = parts
  }

  async push(reference: string, component: PushedComponent, options: FetchOptions = {}): Promise<PushResult> {
    const target = await this.#target(reference, options)
    const wrong = [target.tag ?? '', ...(component.alsoTags ?? [])].find((tag) => !isTagOfOurs(tag))
    if (wrong !== undefined)
      throw new CodedError('REFERENCE_INVALID', `"${wrong}" is not a tag for a component`)
    return pushComponent(this.#parts.client, { reference: target, component }, options)
  }

  async copy(from: string, to: string, options: FetchOptions = {}): Promise<CopyResult> {
    const plan = { from: await this.#source(from, options), to: await this.#target(to, options) }
    return copyArtifact(plan, this.#parts, options)
  }

  async describe(reference: string, options: FetchOptions = {}): Promise<ArtifactDescription> {
    return describeArtifact(await this.#source(reference, options), this.#parts, options)
  }

  async tags(reference: string, options: FetchOptions = {}): Promise<readonly string[]> {
    const { registry, repository } = await this.#source(reference, options)
    return listTags({ registry, repository }, { client: this.#parts.client, signal: options.signal })
  }

  async #source(text: string, options: FetchOptions): Promise<OciReference> {
    const reference = parseReference(text)
    switch (reference.kind) {
      case 'oci':
        return reference
      case 'oci-version':
      case 'package':
        return this.#parts.resolveVersion(reference, options)
      case 'file':
      case 'https':
        throw new CodedError(
          'REFERENCE_INVALID',
          `"${text}" is not in a registry: write it as oci://host/repository:tag`,
        )
    }
  }

  /** Where something is to be written: a version has to be named, for none is there to choose from. */
  async #target(text: string, options: FetchOptions): Promise<OciReference> {
    const reference = parseReference(text)
    const isOpen = 'requirement' in reference && reference.requirement.exact === null
    const hasDigest = reference.kind === 'oci' && reference.digest !== null
    if (!isOpen && !hasDigest) return this.#source(text, options)
    throw new CodedError('REFERENCE_INVALID', `"${text}" cannot be written to: name one tag, or one version`)
  }
}

/** Tags such as `sha256-…` list signatures and policies: a component there would take their place. */
function isTagOfOurs(tag: string): boolean {
  return TAG.test(tag) && !tag.startsWith('sha256-')
}
