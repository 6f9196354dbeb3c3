import assert from 'node:assert/strict'
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { sha256Of } from '#artifacts'

import { runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { SampleStore } from '../../../helpers/sample-store.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const LAYER = Buffer.from('layer')

/** A cache with one artifact that is installed, and what another version has made ready to run of it. */
async function setUp(t: TestContext) {
  const home = await temporaryFolder(t)
  const cache = join(home, '.cache', 'wassette')
  const components = join(home, '.local', 'share', 'wassette', 'components')
  const sample = new SampleStore(join(cache, 'store'))
  const digest = await sample.addReference('host/x:1', { layers: [LAYER] })
  await mkdir(components, { recursive: true })
  await writeFile(join(components, 'x.wasm'), LAYER)
  const compiled = join(cache, 'compiled', 'v0', sha256Of(LAYER).replace(':', '-'))
  await mkdir(compiled, { recursive: true })
  await writeFile(join(compiled, 'component.mjs'), 'glue')
  await utimes(join(compiled, 'component.mjs'), 0, 0)
  return { sample, digest, cache, env: { HOME: home } }
}

describe('cache list', () => {
  it('shows for people what is kept and why', async (t) => {
    const { digest, cache, env } = await setUp(t)
    const { exitCode, stdout } = await runFakeCli(['cache', 'list'], { env })
    const [artifact = '', compiled = '', sum = ''] = stdout.split('\n')
    assert.equal(exitCode, 0)
    assert.match(artifact, /^host\/x:1 +sha256:[0-9a-f]{12} +\d+ B  \d{4}-\d\d-\d\dT\d\d:\d\d  /)
    assert.ok(artifact.includes(digest.slice(0, 19)))
    assert.ok(artifact.endsWith('  installed as x, referenced, used lately'))
    assert.match(compiled, /^\(made ready to run\) .* 4 B  1970-01-01T00:00  goes with the next collection$/)
    assert.match(sum, new RegExp(`^\\d+ B in ${cache}$`))
  })

  it('prints data for scripts', async (t) => {
    const { digest, cache, env } = await setUp(t)
    const { stdout } = await runFakeCli(['cache', 'list', '-o', 'json'], { env })
    const { folder, artifacts, compiled } = JSON.parse(stdout)
    assert.equal(folder, cache)
    assert.equal(artifacts.length, 1)
    const { size, last_used, ...artifact } = artifacts[0]
    assert.deepEqual(artifact, {
      reference: 'host/x:1',
      digest,
      complete: true,
      kept_for: ['installed as x', 'referenced', 'used lately'],
    })
    assert.equal(typeof size, 'number')
    assert.ok(Date.parse(last_used) > 0)
    assert.deepEqual(compiled, [
      {
        digest: sha256Of(LAYER),
        version: 'v0',
        size: 4,
        last_used: '1970-01-01T00:00:00.000Z',
        kept_for: [],
      },
    ])
  })

  it('lists nothing where there is no cache', async (t) => {
    const env = { HOME: await temporaryFolder(t) }
    const { exitCode, stdout } = await runFakeCli(['cache', 'list'], { env })
    assert.equal(exitCode, 0)
    assert.match(stdout, /^0 B in /)
  })
})

describe('cache verify', () => {
  it('ends well where everything is whole', async (t) => {
    const { env } = await setUp(t)
    const { exitCode, stdout } = await runFakeCli(['cache', 'verify'], { env })
    assert.equal(exitCode, 0)
    assert.equal(stdout, '3 checked, 0 damaged\n')
  })

  it('names what was damaged, removes it, and fails', async (t) => {
    const { sample, env } = await setUp(t)
    const path = sample.blobs.pathOf(sha256Of(LAYER))
    await chmod(path, 0o644)
    await writeFile(path, 'other')

    const { exitCode, stdout, stderr } = await runFakeCli(['cache', 'verify', '-o', 'json'], { env })
    assert.equal(exitCode, 1)
    assert.deepEqual(JSON.parse(stdout), {
      status: 'damaged',
      checked: 3,
      damaged: [{ kind: 'blob', digest: sha256Of(LAYER) }],
    })
    assert.match(stderr, /^Error: /)
    assert.equal((await runFakeCli(['cache', 'verify'], { env })).exitCode, 0)
  })
})

describe('cache gc', () => {
  it('removes what nobody needs, and only says so in a dry run', async (t) => {
    const { sample, env } = await setUp(t)
    const old = await sample.addManifest({ layers: [Buffer.from('old')] })
    await sample.age([old.digest, sha256Of(Buffer.from('old'))], 48)

    const dry = await runFakeCli(['cache', 'gc', '--dry-run', '-o', 'json'], { env })
    const real = await runFakeCli(['cache', 'gc', '-o', 'json'], { env })
    const again = await runFakeCli(['cache', 'gc'], { env })

    const { references, removed, freed, max_size } = JSON.parse(real.stdout)
    assert.deepEqual(JSON.parse(dry.stdout), JSON.parse(real.stdout))
    assert.deepEqual(references, [])
    assert.deepEqual(
      new Set(removed.map(({ kind, digest }: Readonly<Record<string, string>>) => `${kind} ${digest}`)),
      new Set([`blob ${old.digest}`, `blob ${sha256Of(Buffer.from('old'))}`, `compiled ${sha256Of(LAYER)}`]),
    )
    assert.equal(freed, old.size + 3 + 4)
    assert.equal(max_size, 5 * 1024 ** 3)
    assert.match(again.stdout, /^0 B freed, \d+ B left\n$/)
  })

  it('keeps what a lock file names, and what is installed, below any size', async (t) => {
    const { sample, env } = await setUp(t)
    const locked = Buffer.from('locked')
    const manifest = await sample.addManifest({ layers: [locked] })
    await sample.age([manifest.digest, sha256Of(locked)], 48)
    const version = {
      id: 'y',
      manifest: { digest: manifest.digest, size: manifest.size },
      layer: { digest: sha256Of(locked), size: locked.length },
      policy: null,
      resolved: null,
      signer: null,
      tools: sha256Of(locked),
      wishes: null,
    }
    const lock = join(env.HOME, 'wassette.lock')
    const lockOf = (components: unknown) =>
      writeFile(lock, JSON.stringify({ lockfileVersion: 1, components }))
    const args = ['cache', 'gc', '--lock', lock, '--grace', '0s', '--max-size', '1B']
    await lockOf({ 'oci://host.io/y:1': version })

    const { stdout } = await runFakeCli(args, { env })
    assert.match(
      stdout,
      /^compiled .*\n4 B freed, \d+ B left, over the 1 B that are wanted: the rest is in use\n$/,
    )
    assert.notEqual(await sample.blobs.find(sha256Of(LAYER)), null)
    assert.notEqual(await sample.blobs.find(sha256Of(locked)), null)
    await lockOf({})
    await sample.age([manifest.digest, sha256Of(locked)], 48)
    await runFakeCli(args, { env })
    assert.equal(await sample.blobs.find(sha256Of(locked)), null)
  })

  it('keeps the version before the last update, to go back to, while there is room', async (t) => {
    const { sample, env } = await setUp(t)
    const before = Buffer.from('before')
    const { digest, size } = await sample.addManifest({ layers: [before] })
    await sample.age([digest, sha256Of(before)], 1000)
    const version = {
      id: 'x',
      manifest: { digest, size },
      layer: { digest: sha256Of(before), size: before.length },
      policy: null,
      resolved: null,
      signer: null,
      tools: sha256Of(before),
      wishes: null,
    }
    const file = join(env.HOME, '.local', 'share', 'wassette', 'components', 'x.history.json')
    await writeFile(file, JSON.stringify([{ reference: 'oci://host.io/x:1', version }]))

    await runFakeCli(['cache', 'gc'], { env })
    const { stdout } = await runFakeCli(['cache', 'list'], { env })
    assert.match(stdout, /\(no reference\) .* was installed as x$/m)
    await utimes(file, 0, 0)
    await runFakeCli(['cache', 'gc'], { env })
    assert.doesNotMatch((await runFakeCli(['cache', 'list'], { env })).stdout, /was installed as x/)
  })

  it('removes nothing when a lock file cannot be read', async (t) => {
    const { sample, env } = await setUp(t)
    const old = await sample.addManifest({ layers: [Buffer.from('old')] })
    await sample.age([old.digest], 48)
    const lock = join(env.HOME, 'wassette.lock')
    await writeFile(lock, '{')
    const { exitCode, stderr } = await runFakeCli(['cache', 'gc', '--lock', lock], { env })
    assert.equal(exitCode, 1)
    assert.match(stderr, /^Error: The lock file /)
    assert.notEqual(await sample.blobs.find(old.digest), null)
  })

  it('refuses what is no time and no size', async (t) => {
    const env = { HOME: await temporaryFolder(t) }
    for (const args of [
      ['--grace', '1'],
      ['--grace', '-1h'],
      ['--max-size', '5GB'],
      ['--max-size', ''],
    ]) {
      const { exitCode, stderr } = await runFakeCli(['cache', 'gc', ...args], { env })
      assert.equal(exitCode, 1)
      assert.match(stderr, new RegExp(`'${args[0]}'`))
    }
  })
})
