import { setTimeout as sleep } from 'node:timers/promises'

import { guestPath } from '../../test/helpers/guest.ts'
import { descendantsOf } from '../measure/descendants.ts'
import { residentMemory, sharedMemory } from '../measure/resident-memory.ts'
import type { Question } from '../question.ts'
import { ConnectedServer, type ServerCommand } from '../servers/connected-server.ts'
import { Installation } from '../servers/installation.ts'
import { installCopies } from '../servers/install-copies.ts'
import { resultOf } from '../servers/result-of.ts'
import { writePolicy } from '../servers/write-policy.ts'

const COMPONENTS = 10
const CALLS = 20
const WAIT_MS = 8_000
/** Until then all of them have begun to wait, also on a busy machine. */
const SETTLE_MS = 5_000

/** What calls hold that wait for something. */
export const WAITING_CALLS: Question = {
  name: 'waiting-calls',
  asks: 'How much memory do 200 calls hold that wait at once, 20 in each of 10 components?',
  async answer({ quick, scratch }) {
    const installation = await Installation.create(scratch)
    const id = await installation.load(await guestPath('sleeps'))
    await installCopies(installation.componentDir, id, COMPONENTS)
    const limits = { resources: { limits: { concurrency: CALLS } } }
    for (let copy = 0; copy < COMPONENTS; copy++) {
      await writePolicy(installation.componentDir, `${id}-${copy}`, limits)
    }
    const samples: Held[] = []
    for (let round = 0; round < (quick ? 1 : 3); round++) samples.push(await measure(installation.server))
    return [
      {
        name: 'all processes, shared pages once',
        unit: 'MiB',
        samples: samples.map(({ shared }) => shared),
        aim: 1024,
      },
      {
        name: 'all processes, each for itself',
        unit: 'MiB',
        samples: samples.map(({ resident }) => resident),
      },
    ]
  },
}

interface Held {
  readonly shared: number
  readonly resident: number
}

async function measure(command: ServerCommand): Promise<Held> {
  await using server = await ConnectedServer.start(command)
  const calls = Array.from({ length: COMPONENTS * CALLS }, (_, index) =>
    resultOf(server.client, `sleep-${index % COMPONENTS}`, { milliseconds: WAIT_MS }),
  )
  await sleep(SETTLE_MS)
  const pids = [server.pid, ...(await descendantsOf(server.pid))]
  const held = { shared: await sharedMemory(...pids), resident: await residentMemory(...pids) }
  await Promise.all(calls)
  return held
}
