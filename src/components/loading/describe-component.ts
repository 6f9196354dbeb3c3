import type { Inspection } from '#sandbox'
import {
  normalizeToolName,
  type PackageDocs,
  type ToolDefinition,
  toToolDefinition,
  whyNotCallable,
  type WitFunction,
} from '#wit'

/** The tools of a component, as its types and its docs describe them, and the functions behind them in the same order. */
export function describeComponent({ world, docs }: Inspection): {
  readonly tools: readonly ToolDefinition[]
  readonly functions: readonly WitFunction[]
} {
  return { tools: world.functions.map((item) => describeFunction(item, docs)), functions: world.functions }
}

/** A function that cannot be called is listed all the same: a person who looks for it finds out why. */
function describeFunction(item: WitFunction, docs: PackageDocs): ToolDefinition {
  const definition = toToolDefinition(item, { name: normalizeToolName(item), docs })
  const reason = whyNotCallable(item)
  if (reason === null) return definition
  return {
    name: definition.name,
    description: `Not callable: ${reason}. ${definition.description}`,
    inputSchema: { type: 'object' },
  }
}
