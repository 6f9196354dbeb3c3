import assert from 'node:assert/strict'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser } from '../../helpers/wassette.ts'

const LISTEN = '0A'

/** How many TCP sockets of a process wait for connections. */
async function countListening(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder)
  const links = new Set(await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => ''))))
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  )
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
  return rows.filter((row) => row[3] === LISTEN && links.has(`socket:[${row[9]}]`)).length
}

describe('a server that is sent SIGUSR1', () => {
  it('opens no debugger', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    process.kill(server.pid, 'SIGUSR1')
    await server.load('sleeps')
    assert.equal((await server.call('pass')).isError, false)
    assert.equal(await countListening(server.pid), 0)
  })
})
