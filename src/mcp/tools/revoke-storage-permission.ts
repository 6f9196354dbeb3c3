import { revokeTool } from './revoke-tool.ts'

/** `revoke-storage-permission`: takes all access to a URI back. */
export const revokeStoragePermissionTool = revokeTool({
  kind: 'storage',
  title: 'Revoke storage permission',
  description: 'Takes back what a component may do with a file or folder, reading and writing.',
  details: {
    type: 'object',
    properties: { uri: { type: 'string', description: 'The URI as it was granted' } },
    required: ['uri'],
    additionalProperties: false,
  },
  answer: (revocation) => ({
    status: 'permission revoked successfully',
    uri: revocation.uri,
    message: 'All access (read and write) to the specified URI has been revoked',
  }),
})
