import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import { callTrivially, TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import { measureLatency } from '../measure/warm-calls.ts'
import type { Measurement, Question } from '../question.ts'
import { ConnectedServer, type Era, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'

/** What the first call of a process and the calls after it cost. */
export const CALL: Question = {
  name: 'call',
  asks: 'How long does a call of a trivial function take over stdio, the first one and those after it?',
  async answer({ quick, scratch }) {
    const installation = await Installation.create(scratch)
    await installation.load(TRIVIAL_COMPONENT)
    return [
      ...(await measureFirstCalls(installation, quick ? 1 : 15)),
      ...(await measureWarmCalls(
        installation.server,
        quick ? { rounds: 1, count: 200 } : { rounds: 7, count: 2000 },
      )),
    ]
  },
}

async function measureFirstCalls(installation: Installation, rounds: number): Promise<Measurement[]> {
  const { server } = installation
  const { cold, cached, fromStart } = await inTurns(rounds, {
    cold: async () => {
      await installation.forgetCompiled()
      return measureFirstCall(server)
    },
    cached: () => measureFirstCall(server),
    fromStart: () => measureFromStart(server),
  })
  return [
    { name: 'first call, nothing compiled', unit: 'ms', samples: cold },
    { name: 'first call, compiled output cached', unit: 'ms', samples: cached, aim: 200 },
    { name: 'process start to the answer of the first call, cached', unit: 'ms', samples: fromStart },
  ]
}

async function measureFirstCall(command: ServerCommand): Promise<number> {
  await using server = await ConnectedServer.start(command)
  return await timed(() => callTrivially(server.client))
}

async function measureFromStart(command: ServerCommand): Promise<number> {
  const startedAt = performance.now()
  await using server = await ConnectedServer.start(command)
  await callTrivially(server.client)
  return performance.now() - startedAt
}

async function measureWarmCalls(
  command: ServerCommand,
  { rounds, count }: { readonly rounds: number; readonly count: number },
): Promise<Measurement[]> {
  const measure = async (era: Era) => {
    await using server = await ConnectedServer.start(command, era)
    const call = () => callTrivially(server.client)
    await measureLatency(call, count / 4)
    return await measureLatency(call, count)
  }
  const latencies = await inTurns(rounds, {
    '2025-11-25': () => measure('2025-11-25'),
    '2026-07-28': () => measure('2026-07-28'),
  })
  return Object.entries(latencies).flatMap(([era, samples]) => [
    { name: `warm call p50, ${era}`, unit: 'ms', samples: samples.map(({ p50 }) => p50), aim: 2 },
    { name: `warm call p99, ${era}`, unit: 'ms', samples: samples.map(({ p99 }) => p99), aim: 10 },
  ])
}
