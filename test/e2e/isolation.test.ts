import assert from 'node:assert/strict'
import { access, constants, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { childrenOf } from '../helpers/child-processes.ts'
import { findDebianProgram } from '../helpers/debian-program.ts'
import { guestReference } from '../helpers/guest.ts'
import { RunningServer } from '../helpers/running-server.ts'
import { type CommandRun, runWassette, scratchUser } from '../helpers/wassette.ts'

/** A user on whose path bubblewrap is, alone, or nothing at all. */
async function userWith(context: TestContext, { hasBubblewrap }: { readonly hasBubblewrap: boolean }) {
  const user = await scratchUser(context, { isUnattended: true })
  const program = hasBubblewrap && (await findDebianProgram({ name: 'bwrap', package: 'bubblewrap' }))
  const path = program === false ? join(user.home, 'nowhere') : dirname(program)
  return { ...user, env: { ...user.env, PATH: path, WASSETTE_ISOLATION: 'auto' } }
}

function isolationOf({ stdout }: CommandRun): unknown {
  const { checks } = JSON.parse(stdout)
  return checks.find(({ name }: { name: string }) => name === 'Isolation')
}

describe('--isolation os', () => {
  it('starts nothing where there is no layer of the operating system, and says what to install', async (t) => {
    const user = await userWith(t, { hasBubblewrap: false })
    const reference = await guestReference('spins')
    const required = { ...user, env: { ...user.env, WASSETTE_ISOLATION: 'os' } }
    for (const run of [
      await runWassette(['serve', '--stdio', '--isolation', 'os'], user),
      await runWassette(['run'], required),
      await runWassette(['component', 'load', reference], required),
    ]) {
      assert.equal(run.exitCode, 1)
      assert.match(run.stderr, /install bubblewrap/)
      assert.equal(run.stdout, '')
    }
    const doctor = await runWassette(['doctor', '-o', 'json'], required)
    assert.equal(doctor.exitCode, 1)
    assert.partialDeepStrictEqual(isolationOf(doctor), { status: 'failed' })
  })

  it('runs guests in bubblewrap where it is', async (t) => {
    const user = await userWith(t, { hasBubblewrap: true })
    await using server = await RunningServer.start(user, { flags: ['--isolation', 'os'] })
    await server.load('spins')
    assert.equal((await server.call('pass')).isError, false)
    for (const pid of await childrenOf(server.pid)) {
      assert.equal(await readFile(`/proc/${pid}/comm`, 'utf8'), 'bwrap\n')
    }
  })
})

describe('--isolation auto', () => {
  it('is with bubblewrap where it is, as doctor says', async (t) => {
    const user = await userWith(t, { hasBubblewrap: true })
    assert.match(JSON.stringify(isolationOf(await runWassette(['doctor', '-o', 'json'], user))), /bubblewrap/)
    await using server = await RunningServer.start(user)
    await server.load('spins')
    await server.call('pass')
    const [child] = await childrenOf(server.pid)
    assert.equal(await readFile(`/proc/${child}/comm`, 'utf8'), 'bwrap\n')
  })

  it('goes without where there is none, as doctor says with the next step', async (t) => {
    const user = await userWith(t, { hasBubblewrap: false })
    const doctor = await runWassette(['doctor', '-o', 'json'], user)
    assert.equal(doctor.exitCode, 0)
    assert.match(JSON.stringify(isolationOf(doctor)), /install bubblewrap/)
    await using server = await RunningServer.start(user)
    await server.load('spins')
    assert.equal((await server.call('pass')).isError, false)
  })
})

/** What a component is granted, as a person grants it. */
const GRANTS = [
  ['storage', 'fs:///usr/share', '--access', 'read'],
  ['network', 'example.com'],
] as const

describe('a component with files or network where there is no wall', () => {
  for (const [kind, ...what] of GRANTS) {
    it(`does not run when it is granted ${kind}, until a person says so or takes the grant back`, async (t) => {
      const user = await userWith(t, { hasBubblewrap: false })
      await using server = await RunningServer.start(user)
      await server.load('spins')
      const [id = ''] = await server.componentIds()
      assert.equal((await server.call('pass')).isError, false)
      const granted = await runWassette(['permission', 'grant', kind, id, ...what, '--yes'], user)
      assert.equal(granted.exitCode, 0, granted.stderr)
      const refused = await server.call('pass')
      assert.equal(refused.isError, true)
      assert.match(refused.text, /A person has to decide.*'wassette doctor'.*--isolation process/)
      assert.match(refused.text, /install bubblewrap/)
      await using willing = await RunningServer.start(user, { flags: ['--isolation', 'process'] })
      assert.equal((await willing.call('pass')).isError, false)
      const [first = ''] = what
      const revoked = await runWassette(['permission', 'revoke', kind, id, first], user)
      assert.equal(revoked.exitCode, 0, revoked.stderr)
      assert.equal((await server.call('pass')).isError, false)
    })
  }

  it('runs when it is granted variables and memory alone', async (t) => {
    const user = await userWith(t, { hasBubblewrap: false })
    await using server = await RunningServer.start(user)
    await server.load('spins')
    const [id = ''] = await server.componentIds()
    const granted = await runWassette(
      ['permission', 'grant', 'environment-variable', id, 'NAME', '--yes'],
      user,
    )
    assert.equal(granted.exitCode, 0, granted.stderr)
    assert.equal((await server.call('pass')).isError, false)
  })
})

describe('doctor --install-wall', () => {
  const WALL = ['.local', 'share', 'wassette', 'wall', 'bubblewrap', 'usr', 'bin', 'bwrap']

  it('unpacks nothing without a person', async (t) => {
    const user = await scratchUser(t)
    for (const flags of [[], ['--yes']]) {
      const run = await runWassette(['doctor', '--install-wall', ...flags], user)
      assert.equal(run.exitCode, 1)
      assert.match(run.stderr, /A person has to decide/)
    }
    await assert.rejects(access(join(user.home, ...WALL)), { code: 'ENOENT' })
  })

  it('unpacks bubblewrap for the user alone, which is found there and leaves nothing else', async (t) => {
    const user = await scratchUser(t, { isUnattended: true })
    const run = await runWassette(['doctor', '--install-wall', '--yes'], user)
    assert.equal(run.exitCode, 0, run.stderr)
    await access(join(user.home, ...WALL), constants.X_OK)
    assert.deepEqual(await readdir(join(user.home, ...WALL.slice(0, 4))), ['bubblewrap'])
    const walled = { ...user, env: { ...user.env, PATH: '/nowhere', WASSETTE_ISOLATION: 'os' } }
    const doctor = await runWassette(['doctor', '-o', 'json'], walled)
    assert.match(JSON.stringify(isolationOf(doctor)), /bubblewrap around every sandbox process/)
  })
})

describe('--isolation process', () => {
  it('does without bubblewrap, though it is there, as doctor says', async (t) => {
    const user = await userWith(t, { hasBubblewrap: true })
    const chosen = { ...user, env: { ...user.env, WASSETTE_ISOLATION: 'process' } }
    assert.match(
      JSON.stringify(isolationOf(await runWassette(['doctor', '-o', 'json'], chosen))),
      /choose --isolation auto/,
    )
    await using server = await RunningServer.start(user, { flags: ['--isolation', 'process'] })
    await server.load('spins')
    await server.call('pass')
    const [child] = await childrenOf(server.pid)
    assert.notEqual(await readFile(`/proc/${child}/comm`, 'utf8'), 'bwrap\n')
  })
})
