import assert from 'node:assert/strict'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { runAtTerminal, runWassette, scratchUser } from '../../helpers/wassette.ts'

/** A component that was denied a folder, and the command that the denial names. */
async function denied(context: TestContext) {
  const [user, folder] = [await scratchUser(context), await temporaryFolder(context)]
  const [docs, link] = [join(folder, 'docs'), join(folder, 'latest')]
  await mkdir(docs)
  await writeFile(join(docs, 'a.txt'), 'PRIVATE')
  await symlink(docs, link)
  const server = await RunningServer.start(user)
  context.after(() => server[Symbol.asyncDispose]())
  await server.load('wasi-all')
  const asked = { component_id: 'wasi-all', details: { uri: `fs://${link}`, access: ['read'] } }
  const { text } = await server.call('grant-storage-permission', asked)
  const command = text.split('run: wassette ')[1]?.split('"')[0]?.split(' ') ?? []
  const read = () =>
    server.call('read-file', { directory: '/', path: join(link, 'a.txt').slice(1), follow: true })
  return { user, server, docs, link, text, command, read }
}

describe('a model with a shell', () => {
  it('is told that a person has to decide, and approves nothing by the command of the denial', async (t) => {
    const { user, text, command, read } = await denied(t)
    assert.match(
      text,
      /A person has to decide first, at a terminal; ask the user to run: wassette permission approve/,
    )
    for (const flags of [[], ['--yes']]) {
      const { exitCode, stderr } = await runWassette([...command, ...flags], user)
      assert.equal(exitCode, 1)
      assert.match(stderr, /A person has to decide/)
    }
    assert.doesNotMatch((await read()).text, /PRIVATE/)
    const attempt = await read()
    assert.match(
      attempt.text,
      /A person has to decide, at a terminal; ask the user to run: wassette permission approve/,
    )
  })

  for (const [name, args] of [
    [
      'permission grant',
      (uri: string) => ['permission', 'grant', 'storage', 'wasi-all', uri, '--access', 'read'],
    ],
    ['permission grant requested', () => ['permission', 'grant', 'requested', 'wasi-all']],
    [
      'a grant tool',
      (uri: string) => [
        'tool',
        'invoke',
        'grant-storage-permission',
        '--args',
        JSON.stringify({ component_id: 'wasi-all', details: { uri, access: ['read'] } }),
      ],
    ],
  ] as const) {
    it(`allows nothing by ${name}`, async (t) => {
      const { user, link, read } = await denied(t)
      const request = `version: "1.0"\npermissions:\n  storage: { allow: [{ uri: "fs://${link}", access: [read] }] }\n`
      await writeFile(join(user.componentDir, 'wasi-all.request.yaml'), request)
      for (const flags of [[], ['--yes']]) {
        const { exitCode } = await runWassette([...args(`fs://${link}`), ...flags], user)
        assert.equal(exitCode, 1)
      }
      assert.doesNotMatch((await read()).text, /PRIVATE/)
    })
  }
})

describe('a model with a shell, and secrets', () => {
  it('gives no guest what a file of the user holds, and reads no value', async (t) => {
    const { user, docs } = await denied(t)
    const reference = `KEY=file:${join(docs, 'a.txt')}`
    const list = async () =>
      JSON.parse((await runWassette(['secret', 'list', 'wasi-all'], user)).stdout).secrets
    for (const flags of [[], ['--yes']]) {
      const { exitCode, stderr } = await runWassette(['secret', 'set', 'wasi-all', reference, ...flags], user)
      assert.equal(exitCode, 1)
      assert.match(stderr, /A person has to decide/)
      assert.deepEqual(await list(), [])
    }
    const allowed = await runAtTerminal(['secret', 'set', 'wasi-all', reference], user, 'y\n')
    assert.equal(allowed.exitCode, 0, allowed.stdout)
    assert.equal((await list()).length, 1)
    for (const flags of [[], ['--yes']]) {
      const shown = await runWassette(['secret', 'list', 'wasi-all', '--show-values', ...flags], user)
      assert.equal(shown.exitCode, 1)
      assert.doesNotMatch(shown.stdout, /PRIVATE/)
    }
  })
})

describe('a person at a terminal', () => {
  it('is shown the exact scope with what it leads to, and approves it', async (t) => {
    const { user, docs, link, command, read } = await denied(t)
    const refused = await runAtTerminal(command, user, 'n\n')
    assert.equal(refused.exitCode, 1)
    assert.doesNotMatch((await read()).text, /PRIVATE/)
    const { exitCode, stdout } = await runAtTerminal(command, user, 'y\n')
    assert.ok(
      stdout.includes(
        `The component "wasi-all" may then read "${link}" and everything in it, which leads to "${docs}", until it is revoked.`,
      ),
      stdout,
    )
    assert.equal(exitCode, 0)
    assert.match((await read()).text, /PRIVATE/)
  })

  it('is shown all that an author asks for, with what it leads to', async (t) => {
    const { user, docs, link } = await denied(t)
    const request = `version: "1.0"\npermissions:\n  storage: { allow: [{ uri: "fs://${link}", access: [read], resolved: /nothing }] }\n  network: { allow: [{ host: x.example }] }\n`
    await writeFile(join(user.componentDir, 'wasi-all.request.yaml'), request)
    const { exitCode, stdout } = await runAtTerminal(
      ['permission', 'grant', 'requested', 'wasi-all'],
      user,
      'y\n',
    )
    assert.equal(exitCode, 0, stdout)
    for (const shown of [`uri: fs://${link}`, `resolved: ${docs}`, 'host: x.example']) {
      assert.ok(stdout.includes(shown), shown)
    }
    const policy = await readFile(join(user.componentDir, 'wasi-all.policy.yaml'), 'utf8')
    assert.ok(policy.includes(`resolved: ${docs}\n`), policy)
  })
})
