import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { delimiter, dirname } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { descendantsOf, gone } from '../../helpers/child-processes.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser } from '../../helpers/wassette.ts'

/** Milliseconds after twenty calls were made: before there is a process, while they start, while they spin and are stopped. */
const MOMENTS = [0, randomInt(100), 100 + randomInt(200), 1_000]

for (const isolation of ['process', 'os'] as const) {
  describe(`a server that is told to end while twenty calls run, with --isolation ${isolation}`, () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      it(`by ${signal}, ends well and leaves nothing over`, async (t) => {
        const bwrap = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
        for (const moment of MOMENTS) {
          const user = await scratchUser(t)
          const env = { ...user.env, PATH: [dirname(bwrap), user.env['PATH']].join(delimiter) }
          await using server = await RunningServer.start({ env }, { flags: ['--isolation', isolation] })
          await server.load('spins')
          await server.load('sleeps')
          for (let call = 0; call < 20; call++) {
            const begun =
              call % 2 === 0
                ? server.begin('spins_spin')
                : server.begin('sleep', { milliseconds: 4_000_000_000 })
            begun.answer.catch(() => {})
          }
          await sleep(moment)
          const before = await descendantsOf(server.pid)
          assert.deepEqual(await server.session.kill(signal), { exitCode: 0, signal: null })
          for (const pid of before) await gone(pid)
          // Also none that was started after we looked: each has its code from that folder on its command line.
          for (const pid of await processesWith(user.home)) await gone(pid)
        }
      })
    }
  })
}

async function processesWith(text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.filter((_, index) => lines[index]?.includes(text) === true)
}
