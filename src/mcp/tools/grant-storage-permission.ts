import { grantTool } from './grant-tool.ts'

/** `grant-storage-permission`: files and folders, to read and to write. */
export const grantStoragePermissionTool = grantTool({
  kind: 'storage',
  title: 'Grant storage permission',
  description:
    'Asks that a component may read or write a file or a folder with everything in it. ' +
    'The user decides, and the answer says how. Ask for no more than the task needs.',
  details: {
    type: 'object',
    properties: {
      uri: {
        type: 'string',
        description: 'fs:// and an absolute path, such as fs:///home/user/notes or fs:///data/**',
      },
      access: {
        type: 'array',
        items: { type: 'string', enum: ['read', 'write'] },
        description: 'What the component may do there',
      },
    },
    required: ['uri', 'access'],
    additionalProperties: false,
  },
})
