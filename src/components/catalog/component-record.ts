import { z } from 'zod'

import type { Signer } from '#artifacts'
import { CodedError } from '#platform'
import type { ToolDefinition, WitFunction } from '#wit'

import { LOCKED_SIGNER } from '../lock-file/locked-version.ts'
import { STORED_FUNCTION } from './stored-function.ts'

/** Raised when what is derived from a component changes; a record of another version is made anew from the file. */
const RECORD_VERSION = 1

/** Which file a record describes. The hash is what counts; size and time tell quickly that it cannot be the same. */
export interface FileStamp {
  readonly digest: string
  readonly size: number
  /** In milliseconds. */
  readonly modified: number
}

/** What is kept on disk about an installed component: enough to list its tools without looking at its file. */
export interface ComponentRecord {
  readonly id: string
  readonly stamp: FileStamp
  readonly tools: readonly ToolDefinition[]
  /** The exports that the tools stand for, in the same order. */
  readonly functions: readonly WitFunction[]
  /**
   * Where it was first loaded from: the place whose other versions have its grants and its state. Null for a file that was
   * put into the folder by hand.
   */
  readonly reference: string | null
  /** Who signed it, as it was verified; null where nobody did, or nobody looked. */
  readonly signer: Signer | null
}

const TOOL = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
})

const STORED = z.object({
  component_id: z.string(),
  tool_schemas: z.array(TOOL),
  validation_stamp: z.object({ file_size: z.number(), content_hash: z.string() }),
  wassette_node: z.object({
    version: z.literal(RECORD_VERSION),
    modified_ms: z.number(),
    functions: z.array(STORED_FUNCTION),
    reference: z.string().nullable(),
    signer: LOCKED_SIGNER.nullable().default(null),
  }),
})

/** The record as the text of `<id>.metadata.json`: Wassette's keys, and ours under `wassette_node`. */
export function printRecord(record: ComponentRecord): string {
  const stored = {
    component_id: record.id,
    tool_schemas: record.tools,
    function_identifiers: record.functions.map(({ interface: name, name: functionName }) => ({
      package_name: null,
      interface_name: name,
      function_name: functionName,
    })),
    tool_names: record.tools.map((tool) => tool.name),
    validation_stamp: {
      file_size: record.stamp.size,
      mtime: Math.floor(record.stamp.modified / 1000),
      content_hash: record.stamp.digest,
    },
    created_at: Math.floor(Date.now() / 1000),
    wassette_node: {
      version: RECORD_VERSION,
      modified_ms: record.stamp.modified,
      functions: record.functions,
      reference: record.reference,
      signer: record.signer,
    },
  }
  return `${JSON.stringify(stored)}\n`
}

/**
 * Reads what `printRecord` wrote.
 *
 * @throws CodedError `RECORD_INVALID` for anything else: another version, Wassette's own metadata, a damaged file
 */
export function parseRecord(text: string): ComponentRecord {
  const parsed = STORED.safeParse(parseJson(text))
  if (!parsed.success) throw new CodedError('RECORD_INVALID', 'This is no component record of ours')
  const { component_id: id, tool_schemas: tools, validation_stamp: stamp, wassette_node: own } = parsed.data
  if (own.functions.length !== tools.length) {
    throw new CodedError('RECORD_INVALID', 'The record names more tools than functions, or fewer')
  }
  return {
    id,
    stamp: { digest: stamp.content_hash, size: stamp.file_size, modified: own.modified_ms },
    tools: tools.map(toDefinition),
    functions: own.functions,
    reference: own.reference,
    signer: own.signer,
  }
}

function toDefinition({ outputSchema, ...rest }: z.infer<typeof TOOL>): ToolDefinition {
  return outputSchema === undefined ? rest : { ...rest, outputSchema }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
