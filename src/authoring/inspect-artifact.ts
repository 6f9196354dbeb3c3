import { readFile } from 'node:fs/promises'

import type { ArtifactDescription, ExaminedSignature, FetchOptions, Registries, Signatures } from '#artifacts'
import { isCodedError } from '#platform'
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
  /** Each with whether the settings accept its signer. */
  readonly signatures: readonly ExaminedSignature[]
}

/** What an inspection works with. */
export interface InspectParts {
  readonly registries: Registries
  readonly signatures: Signatures
}

/** Looks into an artifact. @throws CodedError what `Registries.describe` throws, `COMPONENT_INVALID`, `WIT_TOO_LARGE` */
export async function inspectArtifact(
  { registries, signatures }: InspectParts,
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
  return { ...description, component, signatures: await examine(signatures, reference, options) }
}

/** Where the settings say of nobody that he may sign, the signatures are still worth a look. */
async function examine(
  signatures: Signatures,
  reference: string,
  options: FetchOptions,
): Promise<readonly ExaminedSignature[]> {
  const look = (signedBy: readonly never[] | null) =>
    signatures.verify(reference, { signedBy, trustedRoot: null }, options)
  const report = await look(null).catch((error: unknown) => {
    if (isCodedError(error, 'TRUST_RULE_MISSING')) return look([])
    throw error
  })
  return report.signatures
}
