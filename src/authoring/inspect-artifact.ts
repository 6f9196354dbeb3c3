import { readFile } from 'node:fs/promises'

import type { ArtifactDescription, FetchOptions, Registries } from '#artifacts'
import {
  type ComponentMetadata,
  type ComponentNames,
  printWit,
  readComponentMetadata,
  readComponentNames,
  readComponentWorld,
} from '#wit'

/** What an artifact is, read without running any of it. */
export interface InspectedArtifact extends Omit<ArtifactDescription, 'componentPath'> {
  /** What the bytes of the component say, whatever its config claims. */
  readonly component: ComponentNames & {
    readonly metadata: ComponentMetadata
    /** WIT of what it imports and exports. */
    readonly wit: string
  }
}

/** Looks into an artifact. @throws CodedError what `Registries.describe` throws, `COMPONENT_INVALID`, `WIT_TOO_LARGE` */
export async function inspectArtifact(
  registries: Registries,
  reference: string,
  options: FetchOptions,
): Promise<InspectedArtifact> {
  const { componentPath, ...description } = await registries.describe(reference, options)
  const bytes = await readFile(componentPath)
  const component = {
    ...readComponentNames(bytes),
    metadata: readComponentMetadata(bytes),
    wit: printWit(readComponentWorld(bytes)),
  }
  return { ...description, component }
}
