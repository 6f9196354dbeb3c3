import { guestPath } from '../../test/helpers/guest.ts'
import { callAdd } from '../measure/add-call.ts'
import { inTurns } from '../measure/in-turns.ts'
import { timed } from '../measure/timed.ts'
import { type CallLatency, measureLatency } from '../measure/warm-calls.ts'
import type { BenchContext, Measurement, Question } from '../question.ts'
import { ConnectedServer } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'

const GUESTS = {
  'adds-1mb': '1 MB of plain code',
  'adds-12mb': '12 MB of plain code',
  'adds-quickjs': 'JavaScript in QuickJS, 1 MB',
  'adds-spidermonkey': 'JavaScript in SpiderMonkey, 12 MB',
} as const

type Guest = keyof typeof GUESTS

const ALL: readonly Guest[] = ['adds-1mb', 'adds-12mb', 'adds-quickjs', 'adds-spidermonkey']
const QUICK: readonly Guest[] = ['adds-1mb']

/** What the language and the size of a component do to a call: each has a fresh instance. */
export const LANGUAGES: Question = {
  name: 'languages',
  asks: 'How long does the same addition take in components of different sizes and languages?',
  async answer(context) {
    const guests = context.quick ? QUICK : ALL
    if (context.quick) context.note('Without the components that take long to build')
    const contenders = await Promise.all(guests.map((guest) => contenderOf(guest, context)))
    const measured = await inTurns(context.quick ? 1 : 7, Object.fromEntries(contenders))
    return Object.entries(measured).flatMap(([name, rounds]) => toMeasurements(name, rounds))
  },
}

interface GuestFigures extends CallLatency {
  readonly first: number
}

async function contenderOf(
  guest: Guest,
  { scratch, quick }: BenchContext,
): Promise<[string, () => Promise<GuestFigures>]> {
  const installation = await Installation.create(scratch)
  await installation.load(await guestPath(guest))
  return [GUESTS[guest], () => measureGuest(installation, quick ? 100 : 1000)]
}

async function measureGuest({ server: command }: Installation, count: number): Promise<GuestFigures> {
  await using server = await ConnectedServer.start(command)
  const call = () => callAdd(server.client)
  const first = await timed(call)
  await measureLatency(call, count / 4)
  return { first, ...(await measureLatency(call, count)) }
}

function toMeasurements(name: string, rounds: readonly GuestFigures[]): Measurement[] {
  return [
    { name: `first call, ${name}`, unit: 'ms', samples: rounds.map(({ first }) => first) },
    { name: `warm call p50, ${name}`, unit: 'ms', samples: rounds.map(({ p50 }) => p50) },
  ]
}
