import { revokeTool } from './revoke-tool.ts'

/** `revoke-network-permission`: takes a host back. */
export const revokeNetworkPermissionTool = revokeTool({
  kind: 'network',
  title: 'Revoke network permission',
  description: 'Takes back that a component may connect to a host.',
  details: {
    type: 'object',
    properties: { host: { type: 'string', description: 'The host as it was granted' } },
    required: ['host'],
    additionalProperties: false,
  },
  answer: ({ host }) => ({ status: 'permission revoked', permission_type: 'network', details: { host } }),
})
