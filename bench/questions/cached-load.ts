import { readFile } from 'node:fs/promises'

import { guestPath } from '../../test/helpers/guest.ts'
import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { inTurns } from '../measure/in-turns.ts'
import { ratios } from '../measure/ratios.ts'
import { timed } from '../measure/timed.ts'
import type { Question } from '../question.ts'
import { ConnectedServer, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { loadComponent } from '../servers/load-component.ts'

const GUEST = 'adds-1mb'
const ROUNDS = 15

/** What asking the registry costs when everything is kept. */
export const CACHED_LOAD: Question = {
  name: 'cached-load',
  asks: 'How long does load-component take with everything kept: pinned, and with the one request that looks at the tag?',
  async answer({ quick, scratch }) {
    await using registry = await EmbeddedRegistry.start()
    await pushComponent(registry.pushTarget(GUEST, '1'), await readFile(await guestPath(GUEST)))
    const reference = `oci://${registry.host}/${GUEST}:1`
    const { server } = await Installation.create(scratch)
    await load(server, reference)

    const measure = async (command: ServerCommand, requests: number): Promise<Loads> => {
      registry.requests.length = 0
      const loads = await load(command, reference)
      const seen = registry.requests.length
      if (seen !== 2 * requests) throw new Error(`${seen} requests instead of ${2 * requests}`)
      return loads
    }
    const pinnedServer = { ...server, args: [...server.args, '--pinned'] }
    const { pinned, checked } = await inTurns(quick ? 1 : ROUNDS, {
      pinned: () => measure(pinnedServer, 0),
      checked: () => measure(server, 1),
    })
    return [
      {
        name: 'pinned, no request, first of a server',
        unit: 'ms',
        samples: pinned.map(({ first }) => first),
      },
      {
        name: 'one request for the tag, first of a server',
        unit: 'ms',
        samples: checked.map(({ first }) => first),
      },
      { name: 'pinned, no request, again', unit: 'ms', samples: pinned.map(({ again }) => again) },
      { name: 'one request for the tag, again', unit: 'ms', samples: checked.map(({ again }) => again) },
      {
        name: 'the request, again',
        unit: '×',
        samples: ratios(
          checked.map(({ again }) => again),
          pinned.map(({ again }) => again),
        ),
      },
    ]
  },
}

/** In milliseconds. */
interface Loads {
  /** The first load of a server also reads the code for it. */
  readonly first: number
  readonly again: number
}

async function load(command: ServerCommand, reference: string): Promise<Loads> {
  await using server = await ConnectedServer.start(command)
  const first = await timed(() => loadComponent(server.client, reference))
  const again = await timed(() => loadComponent(server.client, reference))
  return { first, again }
}
