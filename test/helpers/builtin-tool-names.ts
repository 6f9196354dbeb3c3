/** The tools of the server itself, in the order of `tools/list`. */
export const BUILTIN_TOOL_NAMES: readonly string[] = [
  'load-component',
  'unload-component',
  'list-components',
  'search-components',
  'get-policy',
  'grant-storage-permission',
  'grant-network-permission',
  'grant-environment-variable-permission',
  'revoke-storage-permission',
  'revoke-network-permission',
  'revoke-environment-variable-permission',
  'reset-permission',
]
