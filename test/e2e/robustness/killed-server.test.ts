import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { copyFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import { aStoppedChild, childrenOf, descendantsOf, gone } from '../../helpers/child-processes.ts'
import { guestPath } from '../../helpers/guest.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser, type ScratchUser } from '../../helpers/wassette.ts'

/** Milliseconds after the request; a load of this guest takes a few hundred. */
const MOMENTS = [0, 1, 2, 3].map((quarter) => quarter * 150 + randomInt(150))

describe('a server killed in the middle of a load', () => {
  it('leaves the old version or the new one, whole, and nothing half done', async (t) => {
    const user = await scratchUser(t)
    const path = join(user.home, 'replaceable.wasm')
    const reference = pathToFileURL(path).href
    await loadOnce(user, { reference, path, guest: 'stateful' })
    await copyFile(await guestPath('every-type'), path)
    for (const moment of MOMENTS) {
      await using server = await RunningServer.start(user)
      await assertWhole(server)
      server.begin('load-component', { path: reference }).answer.catch(() => {})
      await sleep(moment)
      const children = await descendantsOf(server.pid)
      await server.session.kill('SIGKILL')
      for (const child of children) await gone(child)
    }
    await using server = await RunningServer.start(user)
    await assertWhole(server)
    await server.call('load-component', { path: reference })
    assert.deepEqual(await server.call('echo-u8', { value: 7 }), { isError: false, text: '7' })
    assert.deepEqual(await leftovers(user.home), [])
  })
})

describe('a server killed while a guest spins', () => {
  it('leaves no process behind', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    await server.load('spins')
    await server.call('pass')
    server.begin('spin').answer.catch(() => {})
    await server.session.request('ping', 'ping')
    const children = await descendantsOf(server.pid)
    assert.ok(children.length > 0 || process.platform !== 'linux')
    await server.session.kill('SIGKILL')
    for (const child of children) await gone(child)
  })
})

describe('a server killed while a process is stopped to keep its share of the processor', () => {
  it('leaves no process behind', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    await server.load('spins')
    const policy = 'version: "1.0"\npermissions: { resources: { limits: { cpu: 100m } } }\n'
    await writeFile(join(user.componentDir, 'spins.policy.yaml'), policy)
    server.begin('spin').answer.catch(() => {})
    await aStoppedChild(server.pid)
    const children = await descendantsOf(server.pid)
    await server.session.kill('SIGKILL')
    for (const child of children) await gone(child)
  })
})

async function loadOnce(
  user: ScratchUser,
  { reference, path, guest }: { reference: string; path: string; guest: string },
): Promise<void> {
  await copyFile(await guestPath(guest), path)
  await using server = await RunningServer.start(user)
  assert.equal((await server.call('load-component', { path: reference })).isError, false)
}

async function assertWhole(server: RunningServer): Promise<void> {
  assert.deepEqual(await server.componentIds(), ['replaceable'])
  const names = await server.toolNames()
  const [name, args, expected] = names.includes('count-calls')
    ? (['count-calls', {}, '1'] as const)
    : (['echo-u8', { value: 7 }, '7'] as const)
  assert.deepEqual(await server.call(name, args), { isError: false, text: expected })
}

/** Files and folders that are still being written, or never were finished. */
async function leftovers(home: string): Promise<string[]> {
  const paths = await readdir(home, { recursive: true })
  return paths.filter((path) => /(^|\/)\.tmp-|\/tmp\/./.test(path))
}

describe('a server whose client leaves in the middle of a load', () => {
  it('ends with code 0, at once, and leaves nothing', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    // A load that takes many seconds, so that it is not over by chance.
    server.load('many-exports').catch(() => {})
    await someChild(server.pid)
    const children = await descendantsOf(server.pid)
    assert.deepEqual(await server.session.endInput(), { exitCode: 0, signal: null })
    for (const child of children) await gone(child)
    assert.deepEqual(await leftovers(user.home), [])
    await using next = await RunningServer.start(user)
    assert.deepEqual(await next.componentIds(), [])
  })
})

async function someChild(pid: number): Promise<void> {
  while ((await childrenOf(pid)).length === 0) await sleep(10)
}
