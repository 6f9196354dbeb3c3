import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of, type Signer } from '#artifacts'
import { LockedSigners } from '#components'

import { LockFile } from '../../../../src/components/lock-file/lock-file.ts'
import type { LockedVersion } from '../../../../src/components/lock-file/locked-version.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const digest = sha256Of(Buffer.from('a'))

function version(signer: Signer | null, resolved: string | null = null): LockedVersion {
  const layer = { digest, size: 1 }
  return { id: 'tool', manifest: layer, layer, policy: null, resolved, signer, tools: digest, wishes: null }
}

function person(identity: string): Signer {
  return { kind: 'keyless', issuer: 'https://issuer.example', identity }
}

describe('LockedSigners', () => {
  it('knows who signed what was taken from a repository, and from no other', async (t) => {
    const file = join(await temporaryFolder(t), 'wassette.lock')
    const locks: readonly (readonly [string, LockedVersion])[] = [
      ['oci://ghcr.io/ada/tool:1', version(person('ada'))],
      [`oci://ghcr.io/ada/tool@${digest}`, version(person('ada by digest'))],
      ['ada:tool@^1', version(person('ada by range'), 'oci://ghcr.io/ada/tool:1')],
      ['oci://ghcr.io/ada/tool:2', version(null)],
      ['oci://ghcr.io/ada/tool-other:1', version(person('bob'))],
      ['oci://ghcr.io/ada/tool/deeper:1', version(person('carol'))],
    ]
    for (const [reference, locked] of locks) await new LockFile(file).change(reference, () => locked)
    const signers = await new LockedSigners(file).read('ghcr.io/ada/tool')
    assert.deepEqual(new Set(signers), new Set(['ada', 'ada by digest', 'ada by range'].map(person)))
  })

  it('knows nobody where there is no lock file, and believes no damaged one', async (t) => {
    const folder = await temporaryFolder(t)
    assert.deepEqual(await new LockedSigners(join(folder, 'none')).read('ghcr.io/ada/tool'), [])
  })
})
