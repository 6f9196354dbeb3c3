import { fileURLToPath } from 'node:url'

/** The command line of the server with fake components. */
export const FAKE_SERVER: readonly [string, ...string[]] = [
  process.execPath,
  '--conditions=wassette-source',
  fileURLToPath(new URL('./fake-wassette.ts', import.meta.url)),
]
