import { guestPath } from '../../test/helpers/guest.ts'
import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import { callTrivially, TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import { measureLatency } from '../measure/warm-calls.ts'
import type { Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { resultOf } from '../servers/result-of.ts'
import { writePolicy } from '../servers/write-policy.ts'

const LIMIT_MS = 1_000

/** How a limit holds, and what a guest that spins costs its neighbours. */
export const LIMITS: Question = {
  name: 'limits',
  asks: 'How soon is a guest that spins stopped, how soon is the next call answered, and what do others notice?',
  async answer({ quick, scratch }) {
    const installation = await Installation.create(scratch)
    await installation.load(TRIVIAL_COMPONENT)
    const id = await installation.load(await guestPath('spins'))
    await writePolicy(installation.componentDir, id, { resources: { limits: { timeout: `${LIMIT_MS}ms` } } })
    await using server = await ConnectedServer.start(installation.server)
    const { client } = server
    const pass = () => resultOf(client, 'pass', {})
    const spin = () => client.callTool({ name: 'spin', arguments: {} })
    const count = quick ? 50 : 500
    await pass()
    await measureLatency(() => callTrivially(client), count)
    const stops: { readonly late: number; readonly next: number }[] = []
    const rounds = await inTurns(quick ? 1 : 7, {
      stop: async () => {
        const late = (await timed(spin)) - LIMIT_MS
        return stops.push({ late, next: await timed(pass) })
      },
      alone: async () => (await measureLatency(() => callTrivially(client), count)).p99,
      beside: async () => {
        const spinning = spin()
        const latency = await measureLatency(() => callTrivially(client), quick ? 20 : 200)
        await spinning
        return latency.p99
      },
    })
    return [
      {
        name: 'from the limit to the answer',
        unit: 'ms',
        samples: stops.map(({ late }) => late),
        aim: 250,
      },
      { name: 'next call of that component', unit: 'ms', samples: stops.map(({ next }) => next) },
      { name: 'call of another component p99, alone', unit: 'ms', samples: rounds.alone },
      {
        name: 'call of another component p99, beside a guest that spins',
        unit: 'ms',
        samples: rounds.beside,
      },
    ]
  },
}
