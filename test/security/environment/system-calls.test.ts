import assert from 'node:assert/strict'
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { bubblewrap } from '../../../src/sandbox/isolation/bubblewrap.ts'
import { descendantsOf } from '../../helpers/child-processes.ts'
import { findDebianProgram } from '../../helpers/debian-program.ts'
import { findBubblewrap } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { makeCalls, type RawCall } from '../../helpers/system-calls.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const CLONE_NEWUSER = 0x10000000
const AF_INET = 2
const AF_NETLINK = 16

/** By name, as code that is past Node would make them, in a folder that it was granted; numbers of x86-64. */
const ATTEMPTS = (folder: string): Readonly<Record<string, RawCall>> => ({
  'a socket of the network': [41, AF_INET, 1, 0],
  'a socket of the kernel': [41, AF_NETLINK, 3, 0],
  'a symbolic link': [88, '/etc/passwd', join(folder, 'symbolic')],
  'a hard link': [86, join(folder, 'file'), join(folder, 'hard')],
  'a FIFO': [133, join(folder, 'fifo'), 0o010644, 0],
  'another mode': [90, join(folder, 'file'), 0o4777],
  'another owner': [92, join(folder, 'file'), 0, 0],
  'a file in memory to run': [319, 'name', 0],
  'user namespaces': [272, CLONE_NEWUSER],
  'a namespace of somebody else': [308, 0, 0],
  'a process': [57],
  'a process, by clone': [56, 17, 0, 0, 0, 0],
  'a mount': [165, 'none', folder, 'tmpfs', 0, 0],
  'a mount, by the new calls': [430, 'tmpfs', 0],
  'another root': [161, folder],
  'a look at another process': [101, 16, 1, 0, 0],
  'memory of another process': [310, 1, 0, 0, 0, 0, 0],
  'a descriptor of another process': [438, 0, 0, 0],
  'a signal to another process': [62, 1, 0],
  'keys of the session': [250, 0, -3, 0],
  'a key of its own': [248, 'user', 'name', 'value', 5, -2],
  'a program for the kernel': [321, 0, 0, 0],
  'a counter of the processor': [298, 0, 0, -1, -1, 0],
  'faults of its own memory': [323, 0],
  'rings of requests': [425, 1, 0],
  'another personality': [135, 0xffffffff],
  'a file by its handle': [304, -1, 0, 0],
  'the handle of a file': [303, -1, folder, 0, 0, 0],
  'another user': [105, 1],
  'no end with the server': [157, 1, 0, 0, 0, 0],
  'characters into a terminal': [16, 0, 0x5412, 'x'],
})

const UNKNOWN: readonly RawCall[] = [[435, 0, 0], [0x40000000 + 39], [600]]

describe('system calls of native code under bubblewrap', () => {
  it('are refused where they make links, sockets, keys, namespaces, processes, or reach others', async (t) => {
    const folder = await temporaryFolder(t)
    await writeFile(join(folder, 'file'), '')
    const attempts = ATTEMPTS(folder)
    const answers = await makeCalls(await findBubblewrap(), Object.values(attempts), [folder])
    assert.deepEqual(
      Object.fromEntries(Object.keys(attempts).map((name, index) => [name, answers[index]])),
      Object.fromEntries(Object.keys(attempts).map((name) => [name, 'EPERM'])),
    )
    assert.deepEqual(await readdir(folder), ['file'])
  })

  it('would be taken without the filter', async (t) => {
    const folder = await temporaryFolder(t)
    const program = await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' })
    const attempts = ATTEMPTS(folder)
    const taken = ['a socket of the network', 'a symbolic link', 'a FIFO', 'a file in memory to run'] as const
    const calls = taken.map((name) => attempts[name]).filter((call) => call !== undefined)
    const answers = await makeCalls(bubblewrap(program, null), calls, [folder])
    assert.deepEqual(answers, ['done', 'done', 'done', 'done'])
  })

  it('are not known where their arguments cannot be looked at, or nobody knew them', async () => {
    const answers = await makeCalls(await findBubblewrap(), UNKNOWN)
    assert.deepEqual(answers, ['ENOSYS', 'ENOSYS', 'ENOSYS'])
  })
})

/** What the kernel says of the processes of this one that run Node. */
async function walledProcesses() {
  const all = await Promise.all((await descendantsOf(process.pid)).map(statusOf))
  return all.filter(({ executable }) => executable === process.execPath)
}

async function statusOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const descriptors = await readdir(`/proc/${pid}/fd`)
  return {
    executable: await readlink(`/proc/${pid}/exe`),
    users: await readFile(`/proc/${pid}/uid_map`, 'utf8'),
    field: (name: string) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? '',
    open: await Promise.all(descriptors.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => ''))),
  }
}

describe('a sandbox process as the kernel has it under bubblewrap', () => {
  it('has a filter, no capability, no new privileges, another user and no descriptor of the wall', async (t) => {
    const sandbox = await openSandbox(t, { isolation: await findBubblewrap() })
    await callGuest(sandbox, await guestFile('spins'), { name: 'pass' })
    const walled = await walledProcesses()
    assert.notEqual(walled.length, 0)
    for (const { field, users, open } of walled) {
      assert.equal(field('Seccomp'), '2')
      assert.equal(field('NoNewPrivs'), '1')
      for (const kind of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) assert.match(field(kind), /^0+$/)
      assert.match(users.trim(), /^65534 +\d+ +1$/)
      // Two outputs and the channel.
      assert.equal(open.filter((target) => target.startsWith('socket:')).length, 3)
    }
  })
})
