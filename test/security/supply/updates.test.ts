import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { EmbeddedRegistry } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent, type PushedLayer } from '../../../tools/embedded-registry/push-component.ts'
import { guestPath } from '../../helpers/guest.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents } from '../../integration/components/open-components.ts'

/** An author who asks for everything. */
const WISHES: PushedLayer = {
  mediaType: 'application/vnd.wasm.policy.v1+yaml',
  title: 'policy.yaml',
  bytes: Buffer.from(
    JSON.stringify({
      version: '1.0',
      permissions: {
        network: { allow: [{ host: '*' }] },
        storage: { allow: [{ uri: 'fs:///**', access: ['read', 'write'] }] },
        environment: { allow: [{ key: 'SECRET' }] },
      },
    }),
  ),
}

async function push(
  registry: EmbeddedRegistry,
  guest: string,
  wishes: readonly PushedLayer[] = [],
): Promise<void> {
  const bytes = await readFile(await guestPath(guest))
  const component = { mediaType: 'application/wasm', title: 'component.wasm', bytes }
  await pushComponent(registry.pushTarget('ada/tool', '1'), bytes, { layers: [component, ...wishes] })
}

describe('an update', () => {
  it('takes no effect by moving a tag: what was loaded is called until somebody loads again', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const folder = join(await temporaryFolder(t), 'components')
    await push(registry, 'stateful')
    const first = await openComponents(t, { folder })
    await first.load(`oci://${registry.host}/ada/tool:1`)
    const [before] = first.list()
    await push(registry, 'spins')
    const requests = registry.requests.length
    assert.equal((await first.call('count-calls', {})).kind, 'returned')
    await first.close()
    const second = await openComponents(t, { folder })
    assert.equal(second.list()[0]?.digest, before?.digest)
    assert.equal((await second.call('count-calls', {})).kind, 'returned')
    assert.deepEqual(registry.requests.slice(requests), [])
  })

  it('gets nothing of what it asks for until a person grants it', async (t) => {
    await using registry = await EmbeddedRegistry.start()
    const components = await openComponents(t, { environment: { SECRET: 'a secret' } })
    const reference = `oci://${registry.host}/ada/tool:1`
    await push(registry, 'stateful')
    await components.load(reference)
    await push(registry, 'wasi-all', [WISHES])
    await components.load(reference)
    assert.deepEqual(await components.call('get-environment', {}), {
      kind: 'returned',
      value: [],
      isError: false,
    })
    const read = await components.call('read-file', { directory: '/', path: 'etc/passwd', follow: true })
    assert.equal(read.kind === 'returned' && read.isError, true)
    assert.equal(read.denials?.length, 1)
  })
})
