import { withPlainExports } from '../../../wit/rename/plain-exports.ts'
import { forGenerator } from './for-generator.ts'

/** How the validator says that a type of a world is a resource of the component. */
const LOCAL_RESOURCE = /local resource type found in imports/

/**
 * Generates from a component whose exports are functions and instances.
 *
 * Types that it exports by themselves become types of its world; where they are resources, which no world can have, aliases.
 */
export function fromEither<Made extends object>(
  component: Uint8Array,
  generate: (bytes: Uint8Array) => Made,
): Made & { readonly hasCompactTexts: boolean } {
  const asImports = withPlainExports(component, 'imports')
  try {
    return generateFrom(asImports, generate)
  } catch (error) {
    const isResource = error instanceof Error && LOCAL_RESOURCE.test(error.message)
    if (asImports === component || !isResource) throw error
    return generateFrom(withPlainExports(component, 'aliases'), generate)
  }
}

function generateFrom<Made extends object>(
  component: Uint8Array,
  generate: (bytes: Uint8Array) => Made,
): Made & { readonly hasCompactTexts: boolean } {
  const { bytes, hasCompactTexts } = forGenerator(component)
  return { ...generate(bytes), hasCompactTexts }
}
