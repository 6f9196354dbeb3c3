import assert from 'node:assert/strict'
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'

import { guestPath } from '../../helpers/guest.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser } from '../../helpers/wassette.ts'

const FILES = ['stateful.metadata.json', 'stateful.wasm', 'wassette.lock']

describe('loads at the same time', () => {
  it('of one reference, in one server, install it once', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.load('stateful')))
    assert.deepEqual(
      answers.filter(({ isError }) => isError),
      [],
    )
    assert.deepEqual(await server.componentIds(), ['stateful'])
    assert.deepEqual(await readdir(user.componentDir), FILES)
    assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
  })

  it('of one reference, in two servers on one folder, install it once', async (t) => {
    const user = await scratchUser(t)
    await using first = await RunningServer.start(user)
    await using second = await RunningServer.start(user)
    const answers = await Promise.all([first, second, first, second].map((server) => server.load('stateful')))
    assert.deepEqual(
      answers.filter(({ isError }) => isError),
      [],
    )
    assert.deepEqual(await readdir(user.componentDir), FILES)
    for (const server of [first, second]) {
      assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
    }
  })
})

describe('a load while a call runs', () => {
  it('lets the call of the old version finish, and gives the next one to the new version', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    // Ready to run already, so that the load is over before the call.
    await server.load('stateful')
    const replaceable = await replaceableComponent(t)
    await replaceable.become('sleeps')
    await server.call('load-component', { path: replaceable.reference })
    await server.call('sleep', { milliseconds: 1 })
    const running = server.begin('sleep', { milliseconds: 1_500 })
    await replaceable.become('stateful')
    const loaded = await server.call('load-component', { path: replaceable.reference })
    assert.match(loaded.text, /"status":"component reloaded successfully"/)
    assert.equal((await server.call('sleep', { milliseconds: 1 })).isError, true)
    assert.deepEqual(await server.call('replaceable_count-calls'), { isError: false, text: '1' })
    assert.equal((await running.answer).isError, false)
  })

  it('of the same bytes disturbs nothing', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    await server.load('sleeps')
    const running = server.begin('sleep', { milliseconds: 800 })
    assert.match((await server.load('sleeps')).text, /reloaded/)
    assert.equal((await server.call('sleep', { milliseconds: 1 })).isError, false)
    assert.equal((await running.answer).isError, false)
  })

  it('that fails leaves the old version', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    const replaceable = await replaceableComponent(t)
    await replaceable.become('stateful')
    await server.call('load-component', { path: replaceable.reference })
    await replaceable.becomeCopyOf(import.meta.filename)
    assert.equal((await server.call('load-component', { path: replaceable.reference })).isError, true)
    assert.deepEqual(await server.call('count-calls'), { isError: false, text: '1' })
  })
})

describe('unload-component', () => {
  it('lets a call that runs finish', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    await server.load('sleeps')
    await server.call('sleep', { milliseconds: 1 })
    const running = server.begin('sleep', { milliseconds: 500 })
    assert.equal((await server.call('unload-component', { id: 'sleeps' })).isError, false)
    assert.deepEqual(await readdir(user.componentDir), ['wassette.lock'])
    assert.equal((await running.answer).isError, false)
    assert.equal((await server.call('sleep', { milliseconds: 1 })).isError, true)
  })

  it('takes an unknown id', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    for (const id of ['nobody', '__proto__', 'constructor']) {
      assert.equal((await server.call('unload-component', { id })).isError, false)
    }
  })

  it('refuses an id that leaves the component folder, and removes nothing', async (t) => {
    const user = await scratchUser(t)
    const precious = join(user.home, 'precious.wasm')
    await copyFile(await guestPath('stateful'), precious)
    await using server = await RunningServer.start(user)
    for (const id of [
      '../../../../precious',
      precious.slice(0, -5),
      'a\0b',
      '',
      '.',
      '..',
      'x'.repeat(10_000),
    ]) {
      const { isError, text } = await server.call('unload-component', { id })
      assert.ok(isError, `'${id}' was taken`)
      assert.match(text, /cannot be the id of a component/)
    }
    assert.ok((await readdir(user.home)).includes('precious.wasm'))
  })
})

/** A file outside the component folder whose content changes. */
async function replaceableComponent(context: TestContext) {
  const { home } = await scratchUser(context)
  const path = join(home, 'replaceable.wasm')
  return {
    reference: pathToFileURL(path).href,
    become: async (guest: string) => copyFile(await guestPath(guest), path),
    becomeCopyOf: (file: string) => copyFile(file, path),
  }
}
