/** The longest tool name of the MCP specification (2025-11-25, SEP-986), in characters. */
export const MAX_TOOL_NAME_LENGTH = 128

/** Below this a shortened name, which ends with a hash, would hold too little of the original. */
export const MIN_TOOL_NAME_LENGTH = 32
