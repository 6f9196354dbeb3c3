import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { findDebianProgram } from '../helpers/debian-program.ts'
import { guestPath } from '../helpers/guest.ts'
import { DockerRegistry } from '../helpers/registry/docker-registry.ts'
import { runWassette, scratchUser, type ScratchUser } from '../helpers/wassette.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const CHARCOUNT = await guestPath('charcount')
const POLICY = 'version: "1.0"\npermissions:\n  network:\n    allow:\n      - host: "example.com"\n'

interface Done {
  readonly exitCode: number | null
  readonly output: Readonly<Record<string, unknown>>
}

async function run(user: ScratchUser, ...args: readonly string[]): Promise<Done> {
  const { exitCode, stdout, stderr } = await runWassette(args, user)
  return { exitCode, output: exitCode === 0 ? JSON.parse(stdout) : { stderr } }
}

describe('publishing from the command line', () => {
  it('goes from a file to a tool that somebody else calls, with the same digest each time', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const author = await scratchUser(t)
    const user = await scratchUser(t)
    const reference = `oci://${registry.host}/me/charcount:0.1.0`
    const policy = join(author.home, 'policy.yaml')
    await writeFile(policy, POLICY)
    const dated = { ...author, env: { ...author.env, SOURCE_DATE_EPOCH: '1790000000' } }
    const file = CHARCOUNT

    const pushed = await run(dated, 'push', file, reference, '--also-tag', 'latest', '--policy', policy)
    const again = await run(dated, 'push', file, reference, '--policy', policy)

    assert.equal(pushed.output['status'], 'pushed')
    assert.equal(again.output['digest'], pushed.output['digest'])
    assert.deepEqual((await run(user, 'tags', reference)).output, { tags: ['0.1.0', 'latest'] })
    const inspected = await run(user, 'component', 'inspect', reference, '-o', 'json')
    assert.equal(inspected.output['policy'], POLICY)
    assert.deepEqual(inspected.output['signatures'], [])
    assert.match(
      JSON.stringify(inspected.output['component']),
      /count-characters: func\(text: string\) -> u32/,
    )
    await run(user, 'component', 'load', reference)
    const call = ['tool', 'invoke', 'count-characters', '--args', '{"text":"ほげ"}']
    assert.equal((await runWassette(call, user)).stdout, '2\n')
    const wishes = await readFile(join(user.componentDir, 'me_charcount.request.yaml'), 'utf8')
    assert.equal(wishes, POLICY)
  })

  it('pulls into a file, and replaces none unless it is told to', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const user = await scratchUser(t)
    const reference = `oci://${registry.host}/me/charcount:0.1.0`
    const copy = `oci://${registry.host}/you/charcount:1`
    const file = join(user.home, 'charcount.wasm')
    await run(user, 'push', CHARCOUNT, reference)
    assert.equal((await run(user, 'copy', reference, copy)).output['status'], 'copied')

    assert.equal((await run(user, 'pull', copy, file)).output['file'], file)
    assert.deepEqual(await readFile(file), await readFile(CHARCOUNT))
    await writeFile(file, 'mine')
    const refused = await run(user, 'pull', copy, file)
    assert.equal(refused.exitCode, 1)
    assert.match(
      String(refused.output['stderr']),
      /is there already: name another file, or replace it with --force/,
    )
    assert.equal(await readFile(file, 'utf8'), 'mine')
    assert.equal((await run(user, 'pull', copy, file, '--force')).exitCode, 0)
    assert.deepEqual(await readFile(file), await readFile(CHARCOUNT))
  })

  it('sends nothing that others could not use', async (t) => {
    await using registry = await DockerRegistry.start(binary)
    const user = await scratchUser(t)
    const reference = `oci://${registry.host}/me/charcount:0.1.0`
    const write = async (name: string, content: string | Uint8Array): Promise<string> => {
      const path = join(user.home, name)
      await writeFile(path, content)
      return path
    }
    const module = await write('module.wasm', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
    const text = await write('text.wasm', 'hello')
    const damaged = await write('policy.yaml', 'version: [')
    const component = CHARCOUNT
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [['push', module, reference], /this is a core module/],
      [['push', text, reference], /is not a WebAssembly file/],
      [['push', join(user.home, 'missing.wasm'), reference], /cannot be read/],
      [['push', component, reference, '--policy', damaged], /policy\.yaml/],
      [['push', component, 'https://example.com/x.wasm'], /is not in a registry/],
    ]
    for (const [args, message] of refusals) {
      const { exitCode, output } = await run(user, ...args)
      assert.equal(exitCode, 1)
      assert.match(String(output['stderr']), message)
    }
    const { exitCode, output } = await run(user, 'tags', reference)
    assert.equal(exitCode, 1)
    assert.match(String(output['stderr']), /does not exist or is hidden/)
  })

  it('says what to do about a missing login', async (t) => {
    const htpasswd = { username: 'me', password: 'right' }
    await using registry = await DockerRegistry.start(binary, { htpasswd })
    const user = await scratchUser(t)
    const { exitCode, output } = await run(user, 'push', CHARCOUNT, `oci://${registry.host}/me/x:1`)
    assert.equal(exitCode, 1)
    assert.match(String(output['stderr']), /without a login: run "docker login 127\.0\.0\.1:\d+"/)
  })
})
