import { fileURLToPath } from 'node:url'

import { startTelling } from '../../test/helpers/kept-connections/start-servers.ts'
import { trySmuggling } from '../../test/helpers/kept-connections/try-smuggling.ts'
import { runTool } from '../build-guests/run-tool.ts'
import type { Try } from './tries.ts'

const SERVER = fileURLToPath(new URL('kept-connections.go', import.meta.url))

/** Requests of guests at a server of others that keeps connections; those that a fresh machine has are in the tests. */
export const KEPT_CONNECTIONS: Try = {
  program: 'go',
  does: '`net/http` sees each request of a component that was decided on, and no other',
  run: async (place) => {
    const server = place.path('server')
    const options = { cwd: place.path('.'), missing: 'Install Go 1.26 or newer' }
    await runTool(['go', 'build', '-o', server, SERVER], options)
    const cleanups: (() => Promise<void>)[] = []
    const cleaner = { after: (clean: () => Promise<void>) => void cleanups.push(clean) }
    try {
      await trySmuggling(cleaner, await startTelling(cleaner, [server]))
    } finally {
      for (const clean of cleanups.toReversed()) await clean()
    }
  },
}
