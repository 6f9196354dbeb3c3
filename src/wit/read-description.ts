import { readCustomSection } from './binary/custom-section.ts'
import type { ComponentDescription } from './description/component-description.ts'
import { relevantDocs } from './description/relevant-docs.ts'
import { NO_DOCS, readPackageDocs } from './package-docs.ts'
import { readComponentWorld } from './read-component-world.ts'

const PACKAGE_DOCS = 'package-docs'

/** Reads what a component says of itself. @throws CodedError as `readComponentWorld` does */
export function readDescription(component: Uint8Array): ComponentDescription {
  const world = readComponentWorld(component)
  const section = readCustomSection(component, PACKAGE_DOCS)
  return { world, docs: section === null ? NO_DOCS : relevantDocs(readPackageDocs(section), world) }
}
