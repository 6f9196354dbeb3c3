import type { Inspection } from '#sandbox'
import {
  normalizeToolName,
  readPackageDocs,
  type ToolDefinition,
  toToolDefinition,
  type WitFunction,
} from '#wit'

/** The tools of a component, as its WIT and its docs describe them, and the functions behind them in the same order. */
export function describeComponent(inspection: Inspection): {
  readonly tools: readonly ToolDefinition[]
  readonly functions: readonly WitFunction[]
} {
  const docs = inspection.packageDocs === null ? undefined : readPackageDocs(inspection.packageDocs)
  const { functions } = inspection.world
  const tools = functions.map((item) => toToolDefinition(item, { name: normalizeToolName(item), docs }))
  return { tools, functions }
}
