import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { EmbeddedRegistry } from '../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../helpers/guest.ts'
import { attachBundles } from '../helpers/signatures/attach.ts'
import { keyBundle, statementAbout } from '../helpers/signatures/key-bundle.ts'
import { makeSigningKey } from '../helpers/signatures/signing-key.ts'
import { runWassette, scratchUser, type ScratchUser } from '../helpers/wassette.ts'

const KEY = makeSigningKey()

/** Somebody who takes components of ada with one signature alone. */
async function carefulUser(t: TestContext): Promise<ScratchUser> {
  const user = await scratchUser(t)
  const folder = join(user.home, '.config', 'wassette')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'cosign.pub'), KEY.publicPem)
  const rule = `[[trust.rules]]\nmatch = "*/ada/*"\nany = [{ key = "cosign.pub" }]\n`
  await writeFile(join(folder, 'config.toml'), rule)
  return user
}

describe('a component that has to be signed', () => {
  it('loads with its signature, which then stands in the lock file', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const user = await carefulUser(t)
    const target = registry.pushTarget('ada/charcount', '1')
    const digest = await pushComponent(target, await readFile(await guestPath('charcount')))
    const load = ['component', 'load', `oci://${registry.host}/ada/charcount:1`]
    const refused = await runWassette(load, user)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /is not signed/)

    await attachBundles(target, digest, [keyBundle(KEY, statementAbout(digest))])
    const loaded = await runWassette(load, user)
    assert.equal(loaded.exitCode, 0)
    assert.match(JSON.parse(loaded.stdout).signed_by, /^the key "sha256:[0-9a-f]{64}"$/)
    const listed = await runWassette(['component', 'list'], user)
    assert.equal(JSON.parse(listed.stdout).components[0].signed_by, JSON.parse(loaded.stdout).signed_by)
    const lock = await readFile(join(user.home, '.local/share/wassette/components/wassette.lock'), 'utf8')
    assert.match(lock, /"fingerprint": "sha256:[0-9a-f]{64}"/)
  })

  it('loads unsigned when the person at the terminal says so, which no tool can be told', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const user = await carefulUser(t)
    await pushComponent(
      registry.pushTarget('ada/charcount', '1'),
      await readFile(await guestPath('charcount')),
    )
    const reference = `oci://${registry.host}/ada/charcount:1`
    const asTool = JSON.stringify({ path: reference, insecureSkipVerify: true, 'insecure-skip-verify': true })
    assert.equal(
      (await runWassette(['tool', 'invoke', 'load-component', '--args', asTool], user)).exitCode,
      1,
    )
    assert.equal(
      (await runWassette(['component', 'load', '--insecure-skip-verify', reference], user)).exitCode,
      0,
    )
  })
})
