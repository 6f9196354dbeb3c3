import { inTurns } from '../measure/in-turns.ts'
import { ratios } from '../measure/ratios.ts'
import { residentMemory } from '../measure/resident-memory.ts'
import { measureStart } from '../measure/start.ts'
import { callTrivially, TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import { measureLatency, measureThroughput } from '../measure/warm-calls.ts'
import type { Measurement, Question, Unit } from '../question.ts'
import { ConnectedServer, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { PLAIN_SERVER } from '../servers/plain-server.ts'

/** What the sandbox costs: the same tool without one, in a server of the same SDK. */
export const SANDBOX_COST: Question = {
  name: 'sandbox-cost',
  asks: 'What does the sandbox cost, against a plain SDK server with the same tool in its own process?',
  async answer({ quick, scratch }) {
    const installation = await Installation.create(scratch)
    await installation.load(TRIVIAL_COMPONENT)
    const calls = quick ? 200 : 2000
    const { wassette, plain } = await inTurns(quick ? 1 : 7, {
      wassette: () => measureServer(installation.server, calls),
      plain: () => measureServer(PLAIN_SERVER, calls),
    })
    return FIGURES.flatMap((figure) => compare(figure, wassette, plain))
  },
}

/** What is measured of one server, in one round. */
interface ServerFigures {
  readonly firstAnswer: number
  readonly p50: number
  readonly p99: number
  readonly throughput: number
  readonly memory: number
}

interface Figure {
  readonly key: keyof ServerFigures
  readonly name: string
  readonly unit: Unit
}

const FIGURES: readonly Figure[] = [
  { key: 'firstAnswer', name: 'process start to tools/list', unit: 'ms' },
  { key: 'p50', name: 'warm call p50', unit: 'ms' },
  { key: 'p99', name: 'warm call p99', unit: 'ms' },
  { key: 'throughput', name: '32 calls at once', unit: 'calls/s' },
  { key: 'memory', name: 'memory of the process that the client starts', unit: 'MiB' },
]

async function measureServer(command: ServerCommand, calls: number): Promise<ServerFigures> {
  const { listed: firstAnswer } = await measureStart(command, { era: '2026-07-28', tools: 1 })
  await using server = await ConnectedServer.start(command)
  const call = () => callTrivially(server.client)
  await call()
  await measureLatency(call, calls / 4)
  const latency = await measureLatency(call, calls)
  const throughput = await measureThroughput(call, { count: calls, atOnce: 32 })
  return { firstAnswer, ...latency, throughput, memory: await residentMemory(server.pid) }
}

function compare(
  { key, name, unit }: Figure,
  wassette: readonly ServerFigures[],
  plain: readonly ServerFigures[],
): Measurement[] {
  const [ours, theirs] = [wassette, plain].map((rounds) => rounds.map((figures) => figures[key]))
  return [
    { name: `${name}, wassette`, unit, samples: ours ?? [] },
    { name: `${name}, plain server`, unit, samples: theirs ?? [] },
    { name: `${name}, wassette : plain`, unit: '×', samples: ratios(ours ?? [], theirs ?? []) },
  ]
}
