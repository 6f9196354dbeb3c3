/**
 * The built-in tools of Wassette, all of them: no component may take such a name, also where the tool is not offered yet.
 *
 * A component that could list a `grant-network-permission` of its own would be asked for grants in our place.
 */
export const RESERVED_TOOL_NAMES: ReadonlySet<string> = new Set([
  'build-component',
  'get-policy',
  'grant-environment-variable-permission',
  'grant-memory-permission',
  'grant-network-permission',
  'grant-storage-permission',
  'list-components',
  'load-component',
  'reset-permission',
  'revoke-environment-variable-permission',
  'revoke-network-permission',
  'revoke-storage-permission',
  'search-components',
  'unload-component',
])
