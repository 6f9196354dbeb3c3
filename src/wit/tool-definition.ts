import { objectSchema, toJsonSchema, type JsonSchema } from './json-schema.ts'
import { docsFor, typeDocsFor, NO_DOCS, type PackageDocs } from './package-docs.ts'
import type { WitFunction } from './types.ts'

/** An exported function as MCP lists it. `outputSchema` wraps the result: `{result: …}`; absent without a result. */
export interface ToolDefinition {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonSchema
  readonly outputSchema?: JsonSchema
}

/** Shows a function as a tool, described by its author's words where the component carries them. */
export function toToolDefinition(
  fn: WitFunction,
  { name, docs = NO_DOCS }: { name: string; docs?: PackageDocs | undefined },
): ToolDefinition {
  const types = typeDocsFor(docs, fn)
  const tool = {
    name,
    description: docsFor(docs, fn) ?? fallbackDescription(fn),
    inputSchema: objectSchema(fn.parameters, (type) => toJsonSchema(type, types)),
  }
  if (fn.result === null) return tool
  const result = toJsonSchema(fn.result, types)
  return { ...tool, outputSchema: { type: 'object', properties: { result }, required: ['result'] } }
}

function fallbackDescription({ interface: owner, name }: WitFunction): string {
  return owner === null
    ? `Calls the component's function "${name}"`
    : `Calls the function "${name}" of the component's interface "${owner}"`
}
