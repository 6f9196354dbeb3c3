import { inTurns } from '../measure/in-turns.ts'
import { processorTime } from '../measure/processor-time.ts'
import { descendantsOf } from '../measure/descendants.ts'
import { callTrivially, TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import { measureThroughput } from '../measure/warm-calls.ts'
import type { Measurement, Question } from '../question.ts'
import { ConnectedServer, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'

const AIM = 1000
const MANY = 32

/** How many calls a server answers in a second. */
export const CALLS_AT_ONCE: Question = {
  name: 'calls-at-once',
  asks: 'How many calls of a trivial function are answered in a second, one by one and 32 at once?',
  async answer({ quick, scratch, note }) {
    const installation = await Installation.create(scratch)
    await installation.load(TRIVIAL_COMPONENT)
    const count = quick ? 200 : 5000
    const { one, many } = await inTurns(quick ? 1 : 7, {
      one: () => measureRate(installation.server, { count, atOnce: 1 }),
      many: () => measureRate(installation.server, { count, atOnce: MANY }),
    })
    note('Per second of processor time: of the server and its sandbox processes, without the client')
    return [...toMeasurements('one by one', one), ...toMeasurements(`${MANY} at once`, many)]
  },
}

interface Rate {
  readonly perSecond: number
  readonly perProcessorSecond: number | null
}

async function measureRate(
  command: ServerCommand,
  calls: { readonly count: number; readonly atOnce: number },
): Promise<Rate> {
  await using server = await ConnectedServer.start(command)
  const call = () => callTrivially(server.client)
  await call()
  await measureThroughput(call, { ...calls, count: calls.count / 2 })
  const pids = [server.pid, ...(await descendantsOf(server.pid))]
  const before = await processorTime(pids)
  const perSecond = await measureThroughput(call, calls)
  const after = await processorTime(pids)
  const isKnown = before !== null && after !== null
  return { perSecond, perProcessorSecond: isKnown ? (calls.count / (after - before)) * 1000 : null }
}

function toMeasurements(name: string, rates: readonly Rate[]): Measurement[] {
  const perProcessorSecond = rates.flatMap((rate) => rate.perProcessorSecond ?? [])
  const perSecond = rates.map((rate) => rate.perSecond)
  return [
    { name, unit: 'calls/s', samples: perSecond, aim: AIM },
    ...(perProcessorSecond.length === 0
      ? []
      : [
          {
            name: `${name}, per second of processor time`,
            unit: 'calls/s' as const,
            samples: perProcessorSecond,
          },
        ]),
  ]
}
