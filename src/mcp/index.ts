export type { CallToolResult } from '@modelcontextprotocol/server'

export { callTool, type CallToolContext, type ToolCall } from './call-tool.ts'
export { listTools } from './list-tools.ts'
export { grantedAnswer, permissionType, type MadeGrant } from './tools/granted-answer.ts'
export type { Person, PersonDecision } from './tools/person.ts'
export { BUILTIN_TOOLS } from './tools/builtin-tools.ts'
export { serveOverStdio } from './transports/serve-over-stdio.ts'
