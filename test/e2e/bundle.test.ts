import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../helpers/guest.ts'
import { runSkopeo } from '../helpers/registry/skopeo.ts'
import { attachBundles } from '../helpers/signatures/attach.ts'
import { keyBundle, statementAbout } from '../helpers/signatures/key-bundle.ts'
import { makeSigningKey, type SigningKey } from '../helpers/signatures/signing-key.ts'
import { runWassette, scratchUser, type ScratchUser } from '../helpers/wassette.ts'

const POLICY = 'version: "1.0"\ndescription: wishes\npermissions: {}\n'

/** A user with a component from a registry, which is closed again. */
async function userWithComponent(t: TestContext) {
  await using registry = await EmbeddedRegistry.start()
  const component = await readFile(await guestPath('charcount'))
  const layers = [
    { mediaType: 'application/wasm', title: 'component.wasm', bytes: component },
    { mediaType: 'application/vnd.wasm.policy.v1+yaml', title: 'policy.yaml', bytes: Buffer.from(POLICY) },
  ]
  await pushComponent(registry.pushTarget('me/charcount', '0.1.0'), component, { layers })
  const user = await scratchUser(t, { isUnattended: true })
  const reference = `oci://${registry.host}/me/charcount:0.1.0`
  await succeed(['component', 'load', reference], user)
  return { user, reference }
}

const KEY = makeSigningKey()

/** Somebody who takes components of ada with the signature of one key alone. */
async function carefulUser(t: TestContext, key: SigningKey): Promise<ScratchUser> {
  const user = await scratchUser(t, { isUnattended: true })
  const folder = join(user.home, '.config', 'wassette')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'cosign.pub'), key.publicPem)
  const rule = `[[trust.rules]]\nmatch = "*/ada/*"\nany = [{ key = "cosign.pub" }]\n`
  await writeFile(join(folder, 'config.toml'), rule)
  return user
}

function policyOf({ componentDir }: ScratchUser): string {
  return join(componentDir, 'me_charcount.policy.yaml')
}

function lockOf({ componentDir }: ScratchUser): Promise<string> {
  return readFile(join(componentDir, 'wassette.lock'), 'utf8')
}

async function succeed(args: readonly string[], user: ScratchUser): Promise<string> {
  const { exitCode, stdout, stderr } = await runWassette(args, user)
  assert.equal(exitCode, 0, stderr)
  return stdout
}

describe('wassette bundle', () => {
  it('carries a component to a machine without a registry, where its lock holds', async (t) => {
    const { user, reference } = await userWithComponent(t)
    const other = await scratchUser(t, { isUnattended: true })
    const file = join(user.home, 'bundle.tar')
    assert.equal(
      await succeed(['bundle', 'export', file, 'me_charcount'], user),
      `${reference}\nWritten to ${file}\n`,
    )

    assert.match(
      await succeed(['bundle', 'import', file], other),
      new RegExp(`^${reference}\n1 can be loaded`),
    )
    await succeed(['--pinned', 'component', 'load', reference], other)
    const called = await succeed(['tool', 'invoke', 'count-characters', '--args', '{"text":"ほげ"}'], other)
    assert.match(called, /2/)
    const request = join(other.componentDir, 'me_charcount.request.yaml')
    assert.equal(await readFile(request, 'utf8'), POLICY)
    assert.equal(await lockOf(other), await lockOf(user))
  })

  it('writes the same bytes for the same content, as of SOURCE_DATE_EPOCH', async (t) => {
    const { user } = await userWithComponent(t)
    const [one, two, three] = ['1.tar', '2.tar', '3.tar'].map((name) => join(user.home, name))
    assert.ok(one && two && three)
    await succeed(['bundle', 'export', one], user)
    await succeed(['bundle', 'export', two], user)
    const dated = { ...user, env: { ...user.env, SOURCE_DATE_EPOCH: '1700000000' } }
    await succeed(['bundle', 'export', three], dated)
    assert.deepEqual(await readFile(one), await readFile(two))
    assert.notDeepEqual(await readFile(one), await readFile(three))
    assert.equal((await stat(one)).size, (await stat(three)).size)
  })

  it('is an archive that skopeo reads', async (t) => {
    const { user, reference } = await userWithComponent(t)
    const file = join(user.home, 'bundle.tar')
    await succeed(['bundle', 'export', file], user)
    const name = reference.slice('oci://'.length)
    const raw = JSON.parse(await runSkopeo(['inspect', '--raw', `oci-archive:${file}:${name}`]))
    assert.equal(raw.layers.length, 2)
    const folder = join(user.home, 'copied')
    await runSkopeo(['copy', `oci-archive:${file}:${name}`, `oci:${folder}:x`])
    assert.equal(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')).manifests.length, 1)
  })

  it('carries grants when both sides say so, to components that were granted nothing', async (t) => {
    const { user, reference } = await userWithComponent(t)
    const [plain, granted] = ['plain.tar', 'granted.tar'].map((name) => join(user.home, name))
    assert.ok(plain && granted)
    const grant = ['permission', 'grant', 'network', 'me_charcount', 'api.example.com', '--yes']
    await succeed(grant, user)
    await succeed(['bundle', 'export', plain], user)
    await succeed(['bundle', 'export', granted, '--with-grants'], user)

    const careful = await scratchUser(t, { isUnattended: true })
    const { stderr } = await runWassette(['bundle', 'import', granted], careful)
    assert.match(stderr, /Not granted, .* me_charcount/)
    await succeed(['--pinned', 'component', 'load', reference], careful)
    await assert.rejects(stat(policyOf(careful)), { code: 'ENOENT' })

    const other = await scratchUser(t, { isUnattended: true })
    const unasked = await runWassette(['bundle', 'import', granted, '--with-grants'], other)
    assert.equal(unasked.exitCode, 1)
    assert.match(unasked.stderr, /A person has to decide/)
    await assert.rejects(stat(policyOf(other)), { code: 'ENOENT' })
    const args = ['bundle', 'import', '--with-grants', '--yes']
    assert.doesNotMatch(await succeed([...args, plain], other), /granted/)
    assert.match(await succeed([...args, granted], other), /Loaded and granted: me_charcount/)
    assert.equal(await readFile(policyOf(other), 'utf8'), await readFile(policyOf(user), 'utf8'))
    const again = await runWassette([...args, granted], other)
    assert.equal(again.exitCode, 1)
    assert.match(again.stderr, /was granted something here already/)
  })

  it('carries signatures, which are verified again without a network', async (t) => {
    const registry = await EmbeddedRegistry.start()
    const [user, other, stranger] = await Promise.all(
      [KEY, KEY, makeSigningKey()].map((key) => carefulUser(t, key)),
    )
    assert.ok(user && other && stranger)
    const target = registry.pushTarget('ada/charcount', '1')
    const digest = await pushComponent(target, await readFile(await guestPath('charcount')))
    await attachBundles(target, digest, [keyBundle(KEY, statementAbout(digest))])
    const reference = `oci://${registry.host}/ada/charcount:1`
    await succeed(['component', 'load', reference], user)
    await registry.close()

    const file = join(user.home, 'bundle.tar')
    await succeed(['bundle', 'export', file], user)
    for (const each of [other, stranger]) await succeed(['bundle', 'import', file], each)
    await succeed(['--pinned', 'component', 'load', reference], other)
    assert.match(await lockOf(other), /"fingerprint": "sha256:[0-9a-f]{64}"/)
    assert.equal((await runWassette(['--pinned', 'component', 'load', reference], stranger)).exitCode, 1)
  })

  it('changes nothing where another version is locked', async (t) => {
    const { user, reference } = await userWithComponent(t)
    const other = await scratchUser(t, { isUnattended: true })
    const file = join(user.home, 'bundle.tar')
    await succeed(['bundle', 'export', file], user)
    const path = join(user.componentDir, 'wassette.lock')
    const lock = JSON.parse(await readFile(path, 'utf8'))
    lock.components[reference].layer.digest = `sha256:${'0'.repeat(64)}`
    await mkdir(other.componentDir, { recursive: true })
    const changed = JSON.stringify(lock)
    await writeFile(join(other.componentDir, 'wassette.lock'), changed)

    const { exitCode, stderr } = await runWassette(['bundle', 'import', file], other)
    assert.equal(exitCode, 1)
    assert.match(stderr, /is locked to 'sha256:0000/)
    assert.equal(await readFile(join(other.componentDir, 'wassette.lock'), 'utf8'), changed)
    await assert.rejects(stat(join(other.home, '.cache', 'wassette', 'store')), { code: 'ENOENT' })
  })

  it('says what it cannot carry, and what it does not know', async (t) => {
    const user = await scratchUser(t, { isUnattended: true })
    const file = join(user.home, 'charcount.wasm')
    await copyFile(await guestPath('charcount'), file)
    await succeed(['component', 'load', `file://${file}`], user)
    for (const [names, message] of [
      [['charcount'], /push it to a registry/],
      [[], /push it to a registry/],
      [['other'], /Nothing is installed as 'other'/],
    ] as const) {
      const target = join(user.home, 'bundle.tar')
      const { exitCode, stderr } = await runWassette(['bundle', 'export', target, ...names], user)
      assert.equal(exitCode, 1)
      assert.match(stderr, message)
      await assert.rejects(stat(target), { code: 'ENOENT' })
    }
  })
})
