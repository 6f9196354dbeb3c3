import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, it, type TestContext } from 'node:test'

import type { ComponentService } from '#components'
import type { TrustSettings } from '#platform'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../../helpers/guest.ts'
import { attachBundles } from '../../helpers/signatures/attach.ts'
import { type FakeIdentity, FakeSigstore } from '../../helpers/signatures/fake-sigstore.ts'
import { statementAbout, type StatementOptions } from '../../helpers/signatures/key-bundle.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from '../../integration/components/open-components.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'
const AUTHOR = {
  identity: 'https://github.com/ada/tool/.github/workflows/publish.yml@refs/tags/v1',
  issuer: ISSUER,
}
const STRANGER = {
  identity: 'https://github.com/ada/tool-evil/.github/workflows/publish.yml@refs/tags/v1',
  issuer: ISSUER,
}

let sigstore: FakeSigstore

before(async () => {
  sigstore = await FakeSigstore.create()
})

/** Somebody who has stolen a login that may push to the repository of ada. */
class Thief implements AsyncDisposable {
  readonly registry: EmbeddedRegistry
  readonly components: ComponentService

  private constructor(registry: EmbeddedRegistry, components: ComponentService) {
    this.registry = registry
    this.components = components
  }

  static async start(t: TestContext, trust: Partial<TrustSettings> = {}): Promise<Thief> {
    const trustedRoot = join(await temporaryFolder(t), 'root.json')
    await writeFile(trustedRoot, JSON.stringify(sigstore.trustedRoot))
    const settings: TrustSettings = { default: 'pin', rules: [], trustedRoot, ...trust }
    const components = await openComponents(t, { trust: settings })
    return new Thief(await EmbeddedRegistry.start(), components)
  }

  async push(tag: string, guest: string): Promise<string> {
    const target = this.registry.pushTarget('ada/tool', tag)
    return pushComponent(target, await readFile(await guestPath(guest)))
  }

  async sign(digest: string, who: FakeIdentity, options: StatementOptions = {}): Promise<Buffer> {
    return sigstore.signStatement(statementAbout(digest, options), who)
  }

  attach(digest: string, bundles: readonly Buffer[]): Promise<void> {
    return attachBundles(this.registry.pushTarget('ada/tool', 'any'), digest, bundles)
  }

  load(tag: string, host = this.registry.host): Promise<unknown> {
    return this.components.load(`oci://${host}/ada/tool:${tag}`)
  }

  /** The component of the author, signed and loaded. */
  async authorWasFirst(): Promise<string> {
    const digest = await this.push('1', 'charcount')
    await this.attach(digest, [await this.sign(digest, AUTHOR)])
    await this.load('1')
    return digest
  }

  async assertRefused(tag: string, code: string, host?: string): Promise<void> {
    const before = this.registry.requests.length
    const listed = this.components.list()
    await assert.rejects(this.load(tag, host), { code })
    assert.deepEqual(this.components.list(), listed)
    const sizes = this.registry.requests.slice(before).filter((line) => line.includes('/blobs/'))
    assert.ok(sizes.length <= 2, `only signatures were fetched: ${sizes.join(', ')}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]()
  }
}

describe('a stolen login that may push', () => {
  it('cannot bring in a version that nobody signed, or a stranger', async (t) => {
    await using thief = await Thief.start(t)
    await thief.authorWasFirst()
    const digest = await thief.push('2', 'spins')
    await thief.assertRefused('2', 'SIGNER_CHANGED')
    await thief.attach(digest, [await thief.sign(digest, STRANGER)])
    await thief.assertRefused('2', 'SIGNER_CHANGED')
    await thief.attach(digest, [await thief.sign(digest, { ...AUTHOR, issuer: 'https://issuer.evil' })])
    await thief.assertRefused('2', 'SIGNER_CHANGED')
  })

  it('cannot put a signature of the author beside something else', async (t) => {
    await using thief = await Thief.start(t)
    const first = await thief.authorWasFirst()
    const digest = await thief.push('2', 'spins')
    await thief.attach(digest, [await thief.sign(first, AUTHOR)])
    await thief.assertRefused('2', 'SIGNER_CHANGED')
  })

  it('cannot take what the author signed as a scan for a signature', async (t) => {
    await using thief = await Thief.start(t)
    await thief.authorWasFirst()
    const digest = await thief.push('2', 'spins')
    const predicateType = 'https://cosign.sigstore.dev/attestation/vuln/v1'
    await thief.attach(digest, [await thief.sign(digest, AUTHOR, { predicateType })])
    await thief.assertRefused('2', 'SIGNER_CHANGED')
  })

  it('cannot have another Sigstore vouch for the author', async (t) => {
    await using thief = await Thief.start(t)
    await thief.authorWasFirst()
    const digest = await thief.push('2', 'spins')
    const own = await FakeSigstore.create()
    await thief.attach(digest, [await own.signStatement(statementAbout(digest), AUTHOR)])
    await thief.assertRefused('2', 'SIGNER_CHANGED')
  })

  it('cannot get past a rule by a name that begins like the author, or by another spelling of the registry', async (t) => {
    const identity = 'https://github.com/ada/tool'
    const any = [{ kind: 'keyless', issuer: ISSUER, identity }] as const
    await using thief = await Thief.start(t, {
      default: 'off',
      rules: [{ match: '127.0.0.1:*/ada/*', kind: 'signed-by', any, predicates: null }],
    })
    const digest = await thief.push('2', 'spins')
    await thief.attach(digest, [await thief.sign(digest, STRANGER)])
    await thief.assertRefused('2', 'SIGNER_REFUSED')
    await thief.assertRefused('2', 'SIGNER_REFUSED', thief.registry.host.replace(':', '.:'))
  })

  it('gets its way when a person at the terminal accepts the change, which is shown', async (t) => {
    await using thief = await Thief.start(t)
    await thief.authorWasFirst()
    const digest = await thief.push('1', 'spins')
    await thief.attach(digest, [await thief.sign(digest, STRANGER)])
    await assert.rejects(thief.load('1'), { code: 'LOCK_MISMATCH' })
    const reference = `oci://${thief.registry.host}/ada/tool:1`
    const [waiting] = await thief.components.versions.update([reference], { accept: false })
    const signer = waiting?.changes.find(({ what }) => what === 'signer')
    assert.match(signer?.before ?? '', /ada\/tool\//)
    assert.match(signer?.after ?? '', /ada\/tool-evil\//)
  })
})
