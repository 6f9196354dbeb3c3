import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import { guestPath } from '../../helpers/guest.ts'
import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser, type ScratchUser } from '../../helpers/wassette.ts'

const MCP_NAME = /^[a-zA-Z0-9_-]{1,128}$/

describe('two components with the same tool', () => {
  it('are both listed, and the plain name says which there are until one is unloaded', async (t) => {
    const user = await scratchUser(t)
    await using server = await RunningServer.start(user)
    await loadAs(server, user, { guest: 'spins', id: 'first' })
    assert.deepEqual(await server.toolNames(), ['spin', 'pass'])
    await loadAs(server, user, { guest: 'spins', id: 'second' })
    assert.deepEqual(await server.toolNames(), ['first_spin', 'first_pass', 'second_spin', 'second_pass'])
    assert.deepEqual(await server.call('pass'), {
      isError: true,
      text: "Error: Multiple components found for tool 'pass': first, second",
    })
    assert.deepEqual(await server.call('second_pass'), { isError: false, text: 'true' })
    await server.call('unload-component', { id: 'first' })
    assert.deepEqual(await server.toolNames(), ['spin', 'pass'])
    assert.deepEqual(await server.call('pass'), { isError: false, text: 'true' })
  })
})

describe('hostile names', () => {
  it('become names that clients take, and every tool can be called', async (t) => {
    await using server = await RunningServer.start(await scratchUser(t))
    assert.equal((await server.load('hostile-names')).isError, false)
    const names = await server.toolNames()
    assert.equal(new Set(names).size, names.length)
    for (const name of names) assert.match(name, MCP_NAME)
    assert.ok(!names.includes('load-component') && !names.includes('list-components'))
    const odd = '{"to-string":1,"constructor":2,"has-own-property":"x","then":true}'
    assert.equal((await server.call('echo-odd', JSON.parse(`{"then":${odd}}`))).text, odd)
    const answers = await Promise.all(
      names.filter((name) => name !== 'echo-odd').map((name) => server.call(name, { constructor: 40 })),
    )
    const added = answers.map(({ isError, text }) => (isError ? text : Number(text) - 40))
    assert.deepEqual(
      added.toSorted((a, b) => Number(a) - Number(b)),
      Array.from(added, (_, index) => index),
    )
  })

  it('are cut to the length that the setting allows', async (t) => {
    const user = await scratchUser(t)
    const env = { ...user.env, WASSETTE_MAX_TOOL_NAME_LENGTH: '40' }
    await using server = await RunningServer.start({ env })
    await server.load('hostile-names')
    const names = await server.toolNames()
    assert.ok(names.every((name) => name.length <= 40))
    assert.equal(new Set(names).size, names.length)
  })
})

describe('a component with 10,000 exports', () => {
  it('is listed and called, also after a restart', async (t) => {
    const user = await scratchUser(t)
    {
      await using server = await RunningServer.start(user)
      const { isError, text } = await server.load('many-exports')
      assert.ok(!isError, text)
      assert.deepEqual(await server.call('add-9999', { value: 1 }), { isError: false, text: '10000' })
    }
    await using server = await RunningServer.start(user)
    assert.equal((await server.toolNames()).length, 10_000)
    assert.deepEqual(await server.call('add-1234', { value: 1 }), { isError: false, text: '1235' })
  })
})

async function loadAs(
  server: RunningServer,
  { home }: ScratchUser,
  { guest, id }: { readonly guest: string; readonly id: string },
): Promise<void> {
  const path = join(home, `${id}.wasm`)
  await copyFile(await guestPath(guest), path)
  const loaded = await server.call('load-component', { path: pathToFileURL(path).href })
  assert.ok(!loaded.isError, loaded.text)
}
