import { createHash } from 'node:crypto'

import type { WitFunction } from './types.ts'

/** The longest name that Wassette and MCP clients allow. */
const MAX_TOOL_NAME_LENGTH = 128

const HASH_LENGTH = 8

/**
 * The tool name of a function as Wassette forms it: `local_time-server_time_0_1_0_get-current-time`.
 *
 * It always matches `^[a-z0-9_-]{1,128}$`. A name longer than `maxLength` (at least 10) is cut and ends in eight
 * hex digits of the SHA-256 of the whole name.
 */
export function normalizeToolName(fn: WitFunction, maxLength: number = MAX_TOOL_NAME_LENGTH): string {
  const parts = fn.interface === null ? [fn.name] : [fn.interface, fn.name]
  const name = parts.map((part) => part.toLowerCase().replaceAll(/[^a-z0-9-]/gu, '_')).join('_')
  if (name.length <= maxLength) return name
  const hash = createHash('sha256').update(parts.join('#')).digest('hex').slice(0, HASH_LENGTH)
  return `${name.slice(0, maxLength - HASH_LENGTH - 1)}_${hash}`
}
