import { revokeTool } from './revoke-tool.ts'

/** `revoke-environment-variable-permission`: takes a variable back. */
export const revokeEnvironmentVariablePermissionTool = revokeTool({
  kind: 'environment',
  title: 'Revoke environment variable permission',
  description: 'Takes back that a component may see an environment variable.',
  details: {
    type: 'object',
    properties: { key: { type: 'string', description: 'Name of the variable' } },
    required: ['key'],
    additionalProperties: false,
  },
  answer: ({ key }) => ({
    status: 'permission revoked',
    permission_type: 'environment variable',
    details: { key },
  }),
})
