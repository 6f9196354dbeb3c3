import { readFile } from 'node:fs/promises'

import type { Client } from '@modelcontextprotocol/client'

import { guestPath } from '../../test/helpers/guest.ts'
import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { callAdd } from '../measure/add-call.ts'
import { callTrivially } from '../measure/trivial-call.ts'
import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import type { BenchContext, Measurement, Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { loadComponent } from '../servers/load-component.ts'

/** The first is of one kilobyte. */
const GUESTS = ['charcount', 'adds-1mb', 'adds-3mb', 'adds-12mb'] as const
const QUICK_GUESTS = GUESTS.slice(0, 3)

/** How long `load-component` takes from a registry on loopback, by the size of the component. */
export const LOAD: Question = {
  name: 'load',
  asks: 'How long does load-component take from a registry on loopback, with nothing kept and with everything kept?',
  async answer(context) {
    await using registry = await EmbeddedRegistry.start()
    const measurements: Measurement[] = []
    if (context.quick) context.note('Without the component of 12 MB, which takes long to build')
    for (const name of context.quick ? QUICK_GUESTS : GUESTS) {
      const size = await publish(registry, name)
      const call = name === 'charcount' ? callTrivially : callAdd
      const component = { reference: `oci://${registry.host}/${name}:1`, size, call }
      measurements.push(...(await measureLoads(component, context)))
    }
    return measurements
  },
}

async function publish(registry: EmbeddedRegistry, name: string): Promise<string> {
  const component = await readFile(await guestPath(name))
  await pushComponent(registry.pushTarget(name, '1'), component)
  const { length } = component
  return length < 1e5 ? `${(length / 1e3).toFixed(1)} kB` : `${(length / 1e6).toFixed(1)} MB`
}

/** What is loaded, and called once to see that it is there. */
interface Published {
  readonly reference: string
  readonly size: string
  readonly call: (client: Client) => Promise<void>
}

async function measureLoads(component: Published, { quick, scratch }: BenchContext): Promise<Measurement[]> {
  const { size } = component
  const installation = await Installation.create(scratch)
  await installation.startOnce()
  const { cold, cached } = await inTurns(quick ? 1 : 7, {
    cold: async () => {
      await installation.forgetDownloaded()
      await installation.forgetCompiled()
      return measureLoad(installation, component)
    },
    cached: () => measureLoad(installation, component),
  })
  return [
    { name: `${size}, nothing kept`, unit: 'ms', samples: cold },
    { name: `${size}, download and compiled output kept`, unit: 'ms', samples: cached },
  ]
}

async function measureLoad(installation: Installation, { reference, call }: Published): Promise<number> {
  await using server = await ConnectedServer.start(installation.server)
  const ms = await timed(() => loadComponent(server.client, reference))
  await call(server.client)
  return ms
}
