import type { PackageDocs } from '../package-docs.ts'
import type { WitWorld } from '../types.ts'

/** All that is read of a component before it runs: what it asks for and offers, and what its author wrote about that. */
export interface ComponentDescription {
  readonly world: WitWorld
  readonly docs: PackageDocs
}

/** Functions of one component; tools of ten thousand are more than a model reads. */
export const MAX_FUNCTIONS = 32 * 1024

/** The longest description as text, in bytes: some ten thousand functions. */
export const MAX_DESCRIPTION_BYTES = 4 * 1024 * 1024
