import type { GrantsMode } from '#platform'

import type { BuiltinTool } from './builtin-tool.ts'
import { getPolicyTool } from './get-policy.ts'
import { grantEnvironmentVariablePermissionTool } from './grant-environment-variable-permission.ts'
import { grantNetworkPermissionTool } from './grant-network-permission.ts'
import { grantStoragePermissionTool } from './grant-storage-permission.ts'
import { listComponentsTool } from './list-components.ts'
import { loadComponentTool } from './load-component.ts'
import { resetPermissionTool } from './reset-permission.ts'
import { revokeEnvironmentVariablePermissionTool } from './revoke-environment-variable-permission.ts'
import { revokeNetworkPermissionTool } from './revoke-network-permission.ts'
import { revokeStoragePermissionTool } from './revoke-storage-permission.ts'
import { searchComponentsTool } from './search-components.ts'
import { unloadComponentTool } from './unload-component.ts'

/** The tools of the server itself, in the order of `tools/list`. */
export const BUILTIN_TOOLS: readonly BuiltinTool[] = [
  loadComponentTool,
  unloadComponentTool,
  listComponentsTool,
  searchComponentsTool,
  getPolicyTool,
  grantStoragePermissionTool,
  grantNetworkPermissionTool,
  grantEnvironmentVariablePermissionTool,
  revokeStoragePermissionTool,
  revokeNetworkPermissionTool,
  revokeEnvironmentVariablePermissionTool,
  resetPermissionTool,
]

const GRANT_TOOLS: ReadonlySet<BuiltinTool> = new Set([
  grantStoragePermissionTool,
  grantNetworkPermissionTool,
  grantEnvironmentVariablePermissionTool,
])

/** The tools that a client sees: where the operator alone grants, there is nothing to ask with. */
export function offeredTools(grants: GrantsMode = 'ask'): readonly BuiltinTool[] {
  return grants === 'operator' ? BUILTIN_TOOLS.filter((tool) => !GRANT_TOOLS.has(tool)) : BUILTIN_TOOLS
}

/** The built-in tool of that name. */
export function findBuiltinTool(name: string): BuiltinTool | undefined {
  return BUILTIN_TOOLS.find((tool) => tool.definition.name === name)
}
