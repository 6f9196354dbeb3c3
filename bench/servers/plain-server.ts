import { fileURLToPath } from 'node:url'

import type { ServerCommand } from './connected-server.ts'

/** A server of the SDK with the trivial tool in its own process: what the same call costs without a sandbox. */
export const PLAIN_SERVER: ServerCommand = {
  command: process.execPath,
  args: [fileURLToPath(new URL('./plain-server-main.ts', import.meta.url))],
  env: {},
}
