import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'

import { findDebianProgram } from '../../helpers/debian-program.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { DockerRegistry } from '../../helpers/registry/docker-registry.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { runSkopeo } from '../../helpers/registry/skopeo.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'

const binary = await findDebianProgram({ name: 'docker-registry', package: 'docker-registry' })
const INSECURE = ['--src-tls-verify=false', '--dest-tls-verify=false']

describe('the content store, read by skopeo', () => {
  for (const name of ['user/charcount:0.1.0', 'user/char__count:1', 'user/char---count:v1.0-rc.1']) {
    it(`copies ${name} from the store to a registry, and from there into a layout, unchanged`, async () => {
      await using registry = await DockerRegistry.start(binary)
      await using home = await TemporaryHome.create()
      const [repository = '', tag = ''] = name.split(':')
      const bytes = sampleComponent(100_000)
      const digest = await pushComponent(registry.pushTarget(repository, tag), bytes)
      await home.artifacts().fetchArtifact(`oci://${registry.host}/${name}`)

      const source = `oci:${home.storeDir}:${await onlyName(home)}`
      const raw = await runSkopeo(['inspect', '--raw', source])
      assert.equal(raw, await readFile(home.blobPath(digest), 'utf8'))
      await runSkopeo(['copy', ...INSECURE, source, `docker://${registry.host}/copied:1`])

      await using other = await TemporaryHome.create()
      const copied = await other.artifacts().fetchArtifact(`oci://${registry.host}/copied@${digest}`)
      assert.deepEqual(await readFile(copied.path), bytes)
    })
  }
})

/** The one name in the index of a store. */
async function onlyName(home: TemporaryHome): Promise<string> {
  const index = JSON.parse(await readFile(`${home.storeDir}/index.json`, 'utf8'))
  assert.equal(index.manifests.length, 1)
  return index.manifests[0].annotations['org.opencontainers.image.ref.name']
}
