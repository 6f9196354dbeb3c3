import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

import { scratchUser, WASSETTE } from '../helpers/wassette.ts'

describe('bin/wassette', () => {
  it('runs itself with the Node of the repository where the system has an older one', async (t) => {
    const { home, env } = await scratchUser(t)
    const { status, stdout } = runWithOldNode(WASSETTE, {
      args: ['--version'],
      env,
      preload: await oldNode(home),
    })
    assert.equal(status, 0)
    assert.match(stdout, /version\.BuildInfo/)
  })

  it('hands the exit code on', async (t) => {
    const { home, env } = await scratchUser(t)
    const { status, stderr } = runWithOldNode(WASSETTE, {
      args: ['nonsense'],
      env,
      preload: await oldNode(home),
    })
    assert.equal(status, 2)
    assert.match(stderr, /unrecognized subcommand/)
  })

  it('says what it needs where there is no other Node', async (t) => {
    const { home, env } = await scratchUser(t)
    await cp(dirname(WASSETTE), join(home, 'bin'), { recursive: true })
    const file = join(home, 'bin', 'wassette')
    const { status, stderr } = runWithOldNode(file, { args: [], env, preload: await oldNode(home) })
    assert.equal(status, 1)
    assert.equal(
      stderr,
      'wassette needs Node 24 or newer and this is Node 12.0.0: install it from https://nodejs.org\n',
    )
  })

  it('does not start itself with another Node that is too old', async (t) => {
    const { home, env } = await scratchUser(t)
    await cp(dirname(WASSETTE), join(home, 'bin'), { recursive: true })
    const folder = join(home, 'node_modules', `node-${process.platform}-${process.arch}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"version":"22.0.0"}')
    const file = join(home, 'bin', 'wassette')
    const { status, stderr } = runWithOldNode(file, { args: [], env, preload: await oldNode(home) })
    assert.equal(status, 1)
    assert.match(stderr, /^wassette needs Node 24 or newer/)
  })

  it('says so when it is not built', async (t) => {
    const { home, env } = await scratchUser(t)
    await cp(dirname(WASSETTE), join(home, 'bin'), { recursive: true })
    const { status, stderr } = spawnSync(process.execPath, [join(home, 'bin', 'wassette')], {
      env,
      encoding: 'utf8',
    })
    assert.equal(status, 1)
    assert.match(stderr, /^wassette is not built yet: run 'npm run build' in .*\n$/)
  })
})

/** A script that makes this Node look like one that is too old. */
async function oldNode(folder: string): Promise<string> {
  const path = join(folder, 'old-node.cjs')
  await writeFile(path, "Object.defineProperty(process.versions, 'node', { value: '12.0.0' })")
  return path
}

function runWithOldNode(
  file: string,
  { args, env, preload }: { args: readonly string[]; env: Record<string, string>; preload: string },
) {
  return spawnSync(process.execPath, ['--require', preload, file, ...args], { env, encoding: 'utf8' })
}
