import { guestPath } from '../../test/helpers/guest.ts'
import { inTurns } from '../measure/in-turns.ts'
import { measureStart, type Start } from '../measure/start.ts'
import { TRIVIAL_COMPONENT } from '../measure/trivial-call.ts'
import type { Measurement, Question } from '../question.ts'
import type { Scratch } from '../scratch.ts'
import type { Era } from '../servers/connected-server.ts'
import { installCopies } from '../servers/install-copies.ts'
import { Installation } from '../servers/installation.ts'

const HUNDRED = 100
const BUILTIN_TOOLS = 3
const MANY_TYPES_TOOLS = 49
const READY_AIM_MS = 300
const MODERN: Era = '2026-07-28'

/** How soon a server that was just started is of use. */
export const START: Question = {
  name: 'start',
  asks: 'How soon after its start is a server ready, and when has it answered tools/list?',
  async answer({ quick, scratch }) {
    const empty = await Installation.create(scratch)
    await empty.startOnce()
    const small = await installHundred(scratch, TRIVIAL_COMPONENT)
    const rich = await installHundred(scratch, await guestPath('every-type'))
    const starts = await inTurns(quick ? 1 : 15, {
      '0 components': () => measureStart(empty.server, { era: MODERN, tools: BUILTIN_TOOLS }),
      '100 components': () => measureStart(small.server, { era: MODERN, tools: HUNDRED }),
      '100 components, 2025-11-25': () => measureStart(small.server, { era: '2025-11-25', tools: HUNDRED }),
      '100 components with 49 tools each': () =>
        measureStart(rich.server, { era: MODERN, tools: MANY_TYPES_TOOLS * HUNDRED }),
      '0 components, the very first start': () => measureVeryFirstStart(scratch),
    })
    return Object.entries(starts).flatMap(([name, measured]) => toMeasurements(name, measured))
  },
}

async function installHundred(scratch: Scratch, file: string): Promise<Installation> {
  const installation = await Installation.create(scratch)
  await installCopies(installation.componentDir, await installation.load(file), HUNDRED - 1)
  return installation
}

async function measureVeryFirstStart(scratch: Scratch): Promise<Start> {
  const installation = await Installation.create(scratch)
  return measureStart(installation.server, { era: MODERN, tools: BUILTIN_TOOLS })
}

function toMeasurements(name: string, starts: readonly Start[]): Measurement[] {
  return [
    { name: `ready, ${name}`, unit: 'ms', samples: starts.map(({ ready }) => ready), aim: READY_AIM_MS },
    { name: `tools/list answered, ${name}`, unit: 'ms', samples: starts.map(({ listed }) => listed) },
  ]
}
