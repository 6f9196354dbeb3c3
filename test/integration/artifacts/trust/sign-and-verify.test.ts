import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'

import type { PushTarget } from '../../../../tools/embedded-registry/push-component.ts'
import { pushComponent } from '../../../../tools/embedded-registry/push-component.ts'
import { findDebianProgram } from '../../../helpers/debian-program.ts'
import { DockerRegistry } from '../../../helpers/registry/docker-registry.ts'
import { sampleComponent } from '../../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../../helpers/registry/temporary-home.ts'
import { type CliRun, runFakeCli } from '../../../helpers/run-fake-cli.ts'
import { attachBundles } from '../../../helpers/signatures/attach.ts'
import { FakeSigstore } from '../../../helpers/signatures/fake-sigstore.ts'
import { statementAbout } from '../../../helpers/signatures/key-bundle.ts'
import { makeSigningKey } from '../../../helpers/signatures/signing-key.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'
const WORKFLOW = 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags'
const ADA = { identity: `${WORKFLOW}/v1`, issuer: ISSUER }

let registry: DockerRegistry
let count = 0

before(async () => {
  const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
  registry = await DockerRegistry.start(binary)
})

after(() => registry[Symbol.asyncDispose]())

interface Scene {
  readonly home: TemporaryHome
  readonly target: PushTarget
  readonly digest: string
  readonly reference: string
  readonly run: (...args: readonly string[]) => Promise<CliRun>
}

async function scene(t: TestContext): Promise<Scene> {
  const home = await TemporaryHome.create()
  t.after(() => home[Symbol.asyncDispose]())
  count += 1
  const target = registry.pushTarget(`ada/tool-${count}`, '1')
  const digest = await pushComponent(target, sampleComponent(count * 10))
  const env = { HOME: home.path, WASSETTE_KEY_PASSPHRASE: 'a secret' }
  return {
    home,
    target,
    digest,
    reference: `oci://${registry.host}/ada/tool-${count}:1`,
    run: (...args) => runFakeCli(args, { env }),
  }
}

describe('wassette sign', () => {
  it('writes what wassette verify takes, for that key alone', async (t) => {
    const { home, reference, digest, run } = await scene(t)
    const { privateKey, publicPem } = makeSigningKey()
    const pem = privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'a secret',
    })
    const key = await home.write('key.pem', pem)
    const pub = await home.write('key.pub', publicPem)
    const other = await home.write('other.pub', makeSigningKey().publicPem)

    const signed = await run('sign', reference, '--key', key)
    assert.equal(signed.exitCode, 0, signed.stderr)
    const { signer, ...output } = JSON.parse(signed.stdout)
    assert.equal(output.status, 'signed')
    assert.equal(output.digest, digest)

    const verified = await run('verify', reference, '--key', pub)
    assert.equal(verified.exitCode, 0, verified.stderr)
    assert.deepEqual(JSON.parse(verified.stdout), {
      status: 'verified',
      reference: output.reference,
      digest,
      signatures: [{ accepted: true, ...signer, predicate: 'https://sigstore.dev/cosign/sign/v1' }],
    })
    const refused = await run('verify', reference, '--key', other, '-o', 'table')
    assert.equal(refused.exitCode, 4)
    assert.match(refused.stdout, /^no +\| no key that is trusted here/m)
  })

  it('adds to what is there', async (t) => {
    const { home, reference, run } = await scene(t)
    for (const name of ['one', 'two']) {
      const { privateKey, publicPem } = makeSigningKey()
      await home.write(`${name}.pub`, publicPem)
      const key = await home.write(`${name}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }))
      assert.equal((await run('sign', reference, '--key', key)).exitCode, 0)
    }
    for (const name of ['one', 'two']) {
      assert.equal((await run('verify', reference, '--key', `${home.path}/${name}.pub`)).exitCode, 0)
    }
  })
})

describe('wassette verify', () => {
  it('tells unsigned, wrong, unreachable and usage apart by its exit code', async (t) => {
    const { home, reference, target, digest, run } = await scene(t)
    assert.equal((await run('verify', reference)).exitCode, 3)
    assert.equal((await run('verify', reference.replace(/:1$/, ':9'))).exitCode, 1)
    assert.equal((await run('verify', 'oci://127.0.0.1:1/ada/tool:1')).exitCode, 5)
    assert.equal((await run('verify', 'file:///tool.wasm')).exitCode, 1)
    assert.equal((await run('verify', reference, '--issuer', ISSUER)).exitCode, 2)

    const sigstore = await FakeSigstore.create()
    const root = await home.write('root.json', JSON.stringify(sigstore.trustedRoot))
    await attachBundles(target, digest, [await sigstore.signStatement(statementAbout(digest), ADA)])
    const by = (issuer: string, identity: string) =>
      run('verify', reference, '--trusted-root', root, '--issuer', issuer, '--identity', identity)
    assert.equal((await by(ISSUER, `${WORKFLOW}/*`)).exitCode, 0)
    assert.equal((await by(ISSUER, 'https://github.com/ada/tool')).exitCode, 4)
    assert.equal((await by('https://issuer.example', `${WORKFLOW}/*`)).exitCode, 4)
    assert.equal((await run('verify', reference)).exitCode, 4, 'the public root does not know it')
    assert.equal(
      (await run('verify', reference, '--trusted-root', root)).exitCode,
      0,
      'anybody, as nobody is pinned',
    )
  })

  it('goes by the rules of the settings', async (t) => {
    const { home, reference, run } = await scene(t)
    await home.write('.config/wassette/config.toml', '[trust]\ndefault = "require"\n')
    const { exitCode, stderr } = await run('verify', reference)
    assert.equal(exitCode, 4)
    assert.match(stderr, /No rule of \[trust\] names/)
  })
})
