import { describe, it } from 'node:test'

import { startNginx, startNode, startPython } from '../../helpers/kept-connections/start-servers.ts'
import { trySmuggling } from '../../helpers/kept-connections/try-smuggling.ts'

describe('a server that keeps connections', () => {
  for (const [name, start] of [
    ['Node', startNode],
    ['Python', startPython],
    ['nginx', startNginx],
  ] as const) {
    it(`of ${name} sees each request that was decided on, and no other`, async (t) => {
      await trySmuggling(t, await start(t))
    })
  }
})
