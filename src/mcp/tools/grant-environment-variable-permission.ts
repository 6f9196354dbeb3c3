import { grantTool } from './grant-tool.ts'

/** `grant-environment-variable-permission`: variables that the operator configured. */
export const grantEnvironmentVariablePermissionTool = grantTool({
  kind: 'environment',
  title: 'Grant environment variable permission',
  description:
    'Asks that a component may see one of the environment variables that were configured for components. ' +
    'The user decides, and the answer says how.',
  details: {
    type: 'object',
    properties: { key: { type: 'string', description: 'Name of the variable' } },
    required: ['key'],
    additionalProperties: false,
  },
})
