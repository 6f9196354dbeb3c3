import { grantTool } from './grant-tool.ts'

/** `grant-network-permission`: hosts. */
export const grantNetworkPermissionTool = grantTool({
  kind: 'network',
  title: 'Grant network permission',
  description:
    'Asks that a component may connect to a host. ' +
    'The user decides, and the answer says how. Ask for no more than the task needs.',
  details: {
    type: 'object',
    properties: {
      host: {
        type: 'string',
        description: 'Such as api.example.com, *.example.com, https://example.com or example.com:8080',
      },
    },
    required: ['host'],
    additionalProperties: false,
  },
})
