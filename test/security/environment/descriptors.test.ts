import assert from 'node:assert/strict'
import { readdir, readlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

import { descendantsOf } from '../../helpers/child-processes.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { scratchUser } from '../../helpers/wassette.ts'

/** What the descriptors of a process lead to. */
async function openIn(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder)
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')))
}

for (const [name, mode] of [
  ['process', 'process'],
  ['bubblewrap', 'os'],
] as const) {
  describe(`descriptors that a server was started with under ${name}`, () => {
    it('are not handed on to a sandbox process', async (t) => {
      const user = await scratchUser(t)
      const file = join(await temporaryFolder(t), 'of-the-client')
      await writeFile(file, '')
      // Node closes low ones by itself, up to the first gap after 15.
      const runner = ['bash', '-c', `exec "$@" 9< '${file}' 200< '${file}'`, 'bash']
      const wall = dirname(await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' }))
      const env = { ...user.env, PATH: `${wall}:${user.env['PATH']}` }
      await using server = await RunningServer.start({ env }, { runner, flags: ['--isolation', mode] })
      await server.load('sleeps')
      const call = server.begin('pass')
      await call.answer
      assert.ok((await openIn(server.pid)).includes(file), 'the server has none of them itself')
      const processes = await descendantsOf(server.pid)
      assert.notEqual(processes.length, 0)
      for (const pid of processes) assert.equal((await openIn(pid)).includes(file), false)
    })
  })
}
