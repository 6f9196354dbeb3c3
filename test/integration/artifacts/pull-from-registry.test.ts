import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { EmbeddedRegistry, type RegistryLogin } from '../../../tools/embedded-registry/embedded-registry.ts'
import { pushComponent } from '../../../tools/embedded-registry/push-component.ts'
import { sampleComponent } from '../../helpers/registry/sample-bytes.ts'
import { TemporaryHome } from '../../helpers/registry/temporary-home.ts'
import { planted } from '../../helpers/planted.ts'

const USER = { username: 'user', password: planted('pass:word') }

const LOGINS: readonly RegistryLogin[] = [
  { kind: 'open' },
  { kind: 'basic', ...USER },
  { kind: 'bearer', ...USER },
]

for (const login of LOGINS) {
  describe(`pulling from a registry with ${login.kind} access`, () => {
    it('keeps the bytes under their digest', async () => {
      await using registry = await EmbeddedRegistry.start(login)
      await using home = await TemporaryHome.create()
      await home.dockerLogin(registry.host, USER.username, USER.password)
      const bytes = sampleComponent()
      const manifestDigest = await pushComponent(registry.pushTarget('user/charcount', '0.1.0'), bytes)
      const reference = `oci://${registry.host}/user/charcount:0.1.0`

      const artifact = await home.artifacts().fetchArtifact(reference)

      const digest = sha256Of(bytes)
      assert.partialDeepStrictEqual(artifact, {
        reference,
        suggestedId: 'user_charcount',
        digest,
        size: bytes.length,
        path: join(home.storeDir, 'blobs', 'sha256', digest.slice('sha256:'.length)),
        source: {
          kind: 'oci',
          registry: registry.host,
          repository: 'user/charcount',
          tag: '0.1.0',
          manifestDigest,
        },
        policy: null,
        signer: null,
      })
      assert.deepEqual(await readFile(artifact.path), bytes)
      assert.equal((await stat(artifact.path)).mode & 0o777, 0o444)
    })
  })
}
