import type { ComponentMetadata } from '#wit'

const PREFIX = 'org.opencontainers.image.'

/** Full semantic versions without `v`, as wkg reads tags. */
const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

/**
 * The annotations of a manifest: what `wkg publish` writes from the metadata of a component, and what is `given`, which wins.
 *
 * @param tag The version, where it is one.
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md
 */
export function annotationsOf(
  metadata: ComponentMetadata,
  { tag, given }: { readonly tag: string | null; readonly given: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> | undefined {
  const isVersion = tag !== null && SEMANTIC_VERSION.test(tag)
  const known: Readonly<Record<string, string | null>> = {
    version: isVersion ? tag : metadata.version,
    description: metadata.description,
    licenses: metadata.licenses,
    source: metadata.source,
    url: metadata.homepage,
    authors: metadata.authors,
    revision: metadata.revision,
  }
  const named = Object.entries(known).flatMap(([key, value]) =>
    value === null ? [] : [[PREFIX + key, value]],
  )
  const annotations = { ...Object.fromEntries(named), ...given }
  return Object.keys(annotations).length === 0 ? undefined : annotations
}
