import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser, type ScratchUser } from '../../helpers/wassette.ts'
import type { Cleaner } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024

/** A user whose server logs what guests print. */
async function talkativeUser(t: Cleaner): Promise<ScratchUser> {
  const user = await scratchUser(t)
  return { ...user, env: { ...user.env, WASSETTE_LOG: 'info' } }
}

describe('a client that does not read stderr', () => {
  it('gets the answers of every component, hears how many lines were dropped, and can end the server', async (t) => {
    await using server = await RunningServer.start(await talkativeUser(t))
    await server.load('chatty')
    await server.load('spins')
    server.session.stopReading('stderr')
    for (let call = 0; call < 5; call++) await server.call('write-stderr', { bytes: MIB })
    assert.equal((await server.call('pass')).text, 'true')
    server.session.readOn()
    await server.session.waitForLog(/"dropped":\d+/)
    server.session.stopReading('stderr')
    for (let call = 0; call < 5; call++) await server.call('write-stderr', { bytes: MIB })
    assert.equal((await server.session.endInput()).exitCode, 0)
  })
})

describe('a client that does not read stdout', () => {
  it('can end the server', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('big-result')
    server.session.stopReading('stdout')
    for (let call = 0; call < 5; call++)
      void server.begin('make-string', { bytes: MIB }).answer.catch(() => {})
    server.session.notify('notifications/initialized')
    assert.equal((await server.session.endInput()).exitCode, 0)
  })

  it('is not listened to while megabytes of answers wait for it, and gets all of them when it reads', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('big-result')
    server.session.stopReading('stdout')
    const answers = Array.from({ length: 40 }, () => server.call('make-string', { bytes: 2 * MIB }))
    server.session.readOn()
    for (const { text } of await Promise.all(answers)) assert.equal(text.length, 2 * MIB)
  })
})
