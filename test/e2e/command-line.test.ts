import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

import { guestPath } from '../helpers/guest.ts'
import { runWassette, scratchUser, WASSETTE } from '../helpers/wassette.ts'

describe('wassette', () => {
  it('lists nothing at first', async (t) => {
    const user = await scratchUser(t)
    const { exitCode, stdout } = await runWassette(['component', 'list'], user)
    assert.equal(exitCode, 0)
    assert.equal(stdout, '{\n  "components": [],\n  "total": 0\n}\n')
  })

  it('loads, lists, inspects, calls and unloads a component, one process after the other', async (t) => {
    const user = await scratchUser(t)
    const reference = pathToFileURL(await guestPath('charcount')).href
    const loaded = await runWassette(['component', 'load', reference], user)
    assert.deepEqual([loaded.exitCode, loaded.stderr], [0, ''])
    assert.deepEqual(JSON.parse(loaded.stdout), {
      status: 'component loaded successfully',
      id: 'charcount',
      tools: ['count-characters'],
    })
    const listed = await runWassette(['component', 'list', '-o', 'table'], user)
    assert.equal(
      listed.stdout,
      'ID                    | Tools Count\n----------------------|-------------\ncharcount             | 1\n',
    )
    const inspected = await runWassette(['inspect', 'charcount'], user)
    assert.match(
      inspected.stdout,
      /^count-characters, Some\(".*"\)\ninput schema: \{\n.*output schema: \{\n/s,
    )
    const args = ['tool', 'invoke', 'count-characters', '--args', '{"text":"ほげ"}']
    const called = await runWassette(args, user)
    assert.deepEqual([called.exitCode, called.stdout, called.stderr], [0, '2\n', ''])
    const unloaded = await runWassette(['component', 'unload', 'charcount'], user)
    assert.equal(unloaded.exitCode, 0)
    assert.match((await runWassette(['component', 'list'], user)).stdout, /"total": 0/)
  })

  it('says in one sentence why a load failed, and keeps nothing of it', async (t) => {
    const user = await scratchUser(t)
    const broken = join(user.home, 'broken.wasm')
    await writeFile(broken, 'no component')
    const references = [
      pathToFileURL(broken).href,
      'file:///nowhere.wasm',
      'file:relative.wasm',
      'gopher://x',
      'x',
    ]
    for (const reference of references) {
      const { exitCode, stdout, stderr } = await runWassette(['component', 'load', reference], user)
      assert.equal(exitCode, 1)
      assert.equal(stdout, '')
      assert.ok(stderr.startsWith(`Error: Failed to load component: ${reference}. Error: `), stderr)
      assert.equal(stderr.trimEnd().split('\n').length, 1)
    }
    assert.match((await runWassette(['component', 'list'], user)).stdout, /"total": 0/)
  })

  it('fails when the tool does', async (t) => {
    const user = await scratchUser(t)
    const { exitCode, stderr } = await runWassette(['tool', 'invoke', 'nothing'], user)
    assert.equal(exitCode, 1)
    assert.equal(stderr, "Error: Failed to find component for tool 'nothing': Tool not found\n")
  })

  it('fails when its output is lost, and not when its reader has left', async (t) => {
    const { env } = await scratchUser(t)
    const run = (redirected: string) =>
      spawnSync(
        'bash',
        ['-o', 'pipefail', '-c', `"$0" "$1" tool list ${redirected}`, process.execPath, WASSETTE],
        {
          env,
          encoding: 'utf8',
        },
      )
    const full = run('> /dev/full')
    assert.equal(full.status, 1)
    assert.match(full.stderr, /^Error: The output cannot be written: .*\n$/)
    assert.deepEqual(run('| true').stderr, '')
  })

  it('knows its version and its usage', async (t) => {
    const user = await scratchUser(t)
    assert.match((await runWassette(['--version'], user)).stdout, /version\.BuildInfo\{RustVersion:/)
    assert.equal((await runWassette([], user)).exitCode, 1)
    assert.equal((await runWassette(['nonsense'], user)).exitCode, 2)
  })
})
