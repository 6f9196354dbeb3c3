import { type PackageDocs, packageDocsOf, type ScopeDocs } from '../package-docs.ts'
import { partsOf } from '../parts-of.ts'
import type { WitType, WitWorld } from '../types.ts'

/** Documentation of one component, in characters; what comes after is left out. */
const MAX_CHARACTERS = 512 * 1024

/** The documentation of what a component exports, and of the types that it uses for that. */
export function relevantDocs(docs: PackageDocs, world: WitWorld): PackageDocs {
  const functions = new Set(world.functions.map(({ name }) => name))
  const types = namesOfTypes(world)
  let left = MAX_CHARACTERS
  const fits = (...texts: readonly (string | undefined)[]): boolean => {
    left -= texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
    return left >= 0
  }
  const relevant = (scope: ScopeDocs): ScopeDocs => ({
    functions: new Map(
      [...scope.functions].filter(([name, text]) => functions.has(name) && fits(name, text)),
    ),
    types: new Map(
      [...scope.types].filter(
        ([name, { docs: text, items }]) => types.has(name) && fits(name, text, ...[...items].flat()),
      ),
    ),
  })
  const interfaces = [...docs.interfaces].map(([name, scope]) => [name, relevant(scope)] as const)
  return packageDocsOf(relevant(docs.world), new Map(interfaces.filter(([, scope]) => hasDocs(scope))))
}

function hasDocs({ functions, types }: ScopeDocs): boolean {
  return functions.size > 0 || types.size > 0
}

function namesOfTypes({ functions }: WitWorld): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Set<WitType>()
  const collect = (type: WitType): void => {
    if (seen.has(type)) return
    seen.add(type)
    if ('name' in type && type.name !== undefined) names.add(type.name)
    for (const part of partsOf(type)) collect(part)
  }
  for (const { parameters, result } of functions) {
    for (const { type } of parameters) collect(type)
    if (result !== null) collect(result)
  }
  return names
}
