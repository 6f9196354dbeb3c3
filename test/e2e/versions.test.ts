import assert from 'node:assert/strict'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../helpers/guest.ts'
import { McpSession } from '../helpers/mcp-session.ts'
import { runAtTerminal, runWassette, scratchUser, WASSETTE } from '../helpers/wassette.ts'

async function push(registry: EmbeddedRegistry, guest: string): Promise<string> {
  return pushComponent(registry.pushTarget('ada/tool', '1'), await readFile(await guestPath(guest)))
}

describe('component update', () => {
  it('shows what is waiting with exit code 3, and installs it with --accept once a person agrees', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const user = await scratchUser(t)
    const reference = `oci://${registry.host}/ada/tool:1`
    const was = await push(registry, 'stateful')
    assert.equal((await runWassette(['component', 'load', reference], user)).exitCode, 0)
    assert.equal((await runWassette(['component', 'update'], user)).exitCode, 0)

    const is = await push(registry, 'spins')
    const refused = await runWassette(['component', 'load', reference], user)
    assert.equal(refused.exitCode, 1)
    assert(refused.stderr.includes(was) && refused.stderr.includes(is))
    const shown = await runWassette(['component', 'update'], user)
    assert.equal(shown.exitCode, 3)
    assert(shown.stdout.includes(was) && shown.stdout.includes(is))
    assert.match(shown.stdout, /^ {2}\+ tool "spin": /m)
    assert.match(shown.stdout, /^ {2}- tool "count-calls": /m)
    assert.match(shown.stderr, /wassette component update ada_tool --accept/)
    const elsewhere = join(user.home, 'my project.lock')
    await copyFile(join(user.componentDir, 'wassette.lock'), elsewhere)
    const other = await runWassette(['component', 'update', '--lock', elsewhere], user)
    assert(other.stderr.includes(`wassette component update ada_tool --accept --lock '${elsewhere}'`))
    const json = await runWassette(['component', 'update', '-o', 'json'], user)
    assert.equal(json.exitCode, 3)
    const { updates } = JSON.parse(json.stdout)
    assert.equal(updates[0].status, 'waiting')
    assert.equal(updates[0].left_off, 0)

    const accept = ['component', 'update', 'ada_tool', '--accept']
    const unasked = await runWassette([...accept, '--yes'], user)
    assert.equal(unasked.exitCode, 1)
    assert.match(unasked.stderr, /A person has to decide/)
    assert.equal((await runAtTerminal(accept, user, 'n\n')).exitCode, 3)
    const accepted = await runAtTerminal(accept, user, 'y\n')
    assert.equal(accepted.exitCode, 0, accepted.stdout)
    assert.match(accepted.stdout, /\+ tool "spin": [^]*Allow it\? \[y\/N\]: y/)
    assert.equal((await runWassette(['component', 'load', reference], user)).exitCode, 0)
    const back = await runWassette(['component', 'rollback', 'ada_tool'], user)
    assert.equal(back.exitCode, 0)
    assert.equal(JSON.parse(back.stdout).digest, was)
    const outdated = await runWassette(['component', 'outdated'], user)
    assert.equal(outdated.exitCode, 0)
    assert(outdated.stdout.includes(`moved from ${was} to ${is}`))
  })

  it('names what is not locked', async (t) => {
    const { exitCode, stderr } = await runWassette(['component', 'update', 'nobody'], await scratchUser(t))
    assert.equal(exitCode, 1)
    assert.match(stderr, /'nobody' is neither a reference of the lock file nor/)
  })
})

describe('load-component', () => {
  it('refuses a moved tag to a client and names the command of a person', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const user = await scratchUser(t)
    const call = { name: 'load-component', arguments: { path: `oci://${registry.host}/ada/tool:1` } }
    await push(registry, 'stateful')
    await using session = new McpSession([process.execPath, WASSETTE, 'run'], user)
    await session.initialize()
    await session.request(1, 'tools/call', call)
    await push(registry, 'spins')
    const { result } = await session.request(2, 'tools/call', call)
    const text = JSON.stringify(result)
    assert.match(text, /"isError":true/)
    assert(text.includes(`wassette component update oci://${registry.host}/ada/tool:1 --component-dir`))
    const { result: count } = await session.request(3, 'tools/call', { name: 'count-calls', arguments: {} })
    assert.match(JSON.stringify(count), /"isError":false/)
    const { result: listed } = await session.request(4, 'tools/list')
    assert.doesNotMatch(JSON.stringify(listed), /accept/)
  })
})

describe('the lock file', () => {
  it('loses nothing when processes write it at once', async (t) => {
    const user = await scratchUser(t)
    const lock = join(user.home, 'project', 'wassette.lock')
    const names = ['one', 'two', 'three', 'four']
    for (const name of names) await copyFile(await guestPath('stateful'), join(user.home, `${name}.wasm`))
    const loads = names.map((name) =>
      runWassette(['component', 'load', `file://${user.home}/${name}.wasm`, '--lock', lock], user),
    )
    for (const { exitCode, stderr } of await Promise.all(loads)) assert.equal(exitCode, 0, stderr)
    const { components } = JSON.parse(await readFile(lock, 'utf8'))
    assert.deepEqual(
      Object.keys(components),
      names.map((name) => `file://${user.home}/${name}.wasm`).toSorted(),
    )
  })

  it('saves every request with --pinned, the next start too', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const user = await scratchUser(t)
    const load = ['component', 'load', `oci://${registry.host}/ada/tool:1`]
    await push(registry, 'stateful')
    assert.equal((await runWassette(load, user)).exitCode, 0)
    const before = registry.requests.length
    assert.equal((await runWassette([...load, '--pinned'], user)).exitCode, 0)
    assert.deepEqual(registry.requests.slice(before), [])
  })

  it('stops a load when it is damaged, with file and line, and stays as it is', async (t) => {
    const user = await scratchUser(t)
    const lock = join(user.home, 'wassette.lock')
    const text = '{\n  "lockfileVersion": 1,\n<<<<<<< HEAD\n  "components": {}\n}\n'
    await writeFile(lock, text)
    const run = await runWassette(
      ['component', 'load', `file://${await guestPath('stateful')}`, '--lock', lock],
      user,
    )
    assert.equal(run.exitCode, 1)
    assert(run.stderr.includes(`'${lock}' is damaged at line 3`))
    assert.equal(await readFile(lock, 'utf8'), text)
  })
})
