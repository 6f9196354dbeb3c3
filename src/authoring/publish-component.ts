import { basename } from 'node:path'

import type { FetchOptions, PushedPolicy, PushResult, Registries } from '#artifacts'
import { parsePolicy } from '#policy'

import { annotationsOf } from './annotations.ts'
import { readComponentFile, readWhole } from './component-file.ts'

/** What to publish, and what to say about it. */
export interface PublishRequest {
  /** Path of the component. */
  readonly file: string
  readonly reference: string
  readonly alsoTags: readonly string[]
  readonly annotations: Readonly<Record<string, string>>
  readonly author: string | undefined
  /** What the author asks for; readers treat it as a request. */
  readonly policy: { readonly file: string; readonly form: PushedPolicy['form'] } | null
}

/** What publishing works with. */
export interface PublishParts {
  readonly registries: Registries
  readonly created: Date
  /** Of a component. */
  readonly maxBytes: number
}

const MAX_POLICY_BYTES = 256 * 1024

/**
 * Publishes a component file with what it says about itself.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `NOT_A_COMPONENT`, `POLICY_INVALID`, and what `Registries.push` throws
 */
export async function publishComponent(
  { registries, created, maxBytes }: PublishParts,
  request: PublishRequest,
  options: FetchOptions,
): Promise<PushResult> {
  const { reference, alsoTags, author } = request
  const { bytes, names, metadata } = await readComponentFile(request.file, maxBytes)
  const policy = request.policy === null ? undefined : await readPolicy(request.policy)
  const annotations = annotationsOf(metadata, { tag: tagOf(reference), given: request.annotations })
  const component = {
    bytes,
    title: basename(request.file),
    world: names,
    created,
    author,
    annotations,
    policy,
  }
  return registries.push(reference, { ...component, alsoTags }, options)
}

/** A damaged policy would be an obstacle to everybody who loads the component. */
async function readPolicy({ file, form }: NonNullable<PublishRequest['policy']>): Promise<PushedPolicy> {
  const bytes = await readWhole(file, MAX_POLICY_BYTES)
  parsePolicy(new TextDecoder().decode(bytes), { file })
  return { bytes, form }
}

function tagOf(reference: string): string | null {
  return /:([^:/@]+)$/.exec(reference)?.[1] ?? null
}
