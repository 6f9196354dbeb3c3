import type { CallToolResult, Tool } from '@modelcontextprotocol/server'

import type { Components, LoadProgress } from '#components'
import type { GrantsMode } from '#platform'

import type { Person } from './person.ts'

/** A tool of the server itself, one file each in this folder. */
export interface BuiltinTool {
  readonly definition: Tool
  /** Does the work. What it throws becomes an `isError` result with the message. */
  run(args: ToolArguments, context: ToolContext): Promise<CallToolResult>
}

/** Arguments of a call as they came from the client. */
export type ToolArguments = Readonly<Record<string, unknown>>

/** What a built-in tool works with. */
export interface ToolContext {
  readonly components: Components
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined
  /** `ask` unless given. */
  readonly grants?: GrantsMode | undefined
  /** Who decides about grants; without anybody they wait. */
  readonly person?: Person | null | undefined
}
