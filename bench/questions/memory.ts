import { inTurns } from '../measure/in-turns.ts'
import { descendantsOf } from '../measure/descendants.ts'
import { residentMemory } from '../measure/resident-memory.ts'
import { callTrivially, TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import { measureThroughput } from '../measure/warm-calls.ts'
import type { Question } from '../question.ts'
import { ConnectedServer, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'

/** How much memory the processes hold. */
export const MEMORY: Question = {
  name: 'memory',
  asks: 'How much memory is resident in the server and in the sandbox process of a trivial component?',
  async answer({ quick, scratch, note }) {
    const installation = await Installation.create(scratch)
    await installation.load(TRIVIAL_COMPONENT)
    const count = quick ? 200 : 5000
    const rounds = await inTurns(quick ? 1 : 5, { memory: () => measureMemory(installation.server, count) })
    note(`Many calls are ${count}; about 45 MiB of each process are pages of Node itself, which all share`)
    return MOMENTS.map((name) => ({
      name,
      unit: 'MiB',
      samples: rounds.memory.map((memory) => memory[name]),
    }))
  },
}

const MOMENTS = [
  'server, before any call',
  'server, after one call',
  'sandbox process, after one call',
  'server, after many calls',
  'sandbox process, after many calls',
] as const

type Moment = (typeof MOMENTS)[number]

async function measureMemory(
  command: ServerCommand,
  count: number,
): Promise<Readonly<Record<Moment, number>>> {
  await using server = await ConnectedServer.start(command)
  const call = () => callTrivially(server.client)
  const before = await residentMemory(server.pid)
  await call()
  const sandbox = await descendantsOf(server.pid)
  if (sandbox.length === 0) throw new Error('The call has left no sandbox process')
  const [one, sandboxOne] = [await residentMemory(server.pid), await residentMemory(...sandbox)]
  await measureThroughput(call, { count, atOnce: 1 })
  return {
    'server, before any call': before,
    'server, after one call': one,
    'sandbox process, after one call': sandboxOne,
    'server, after many calls': await residentMemory(server.pid),
    'sandbox process, after many calls': await residentMemory(...sandbox),
  }
}
