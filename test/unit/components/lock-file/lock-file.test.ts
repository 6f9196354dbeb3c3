import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { sha256Of } from '#artifacts'

import { LockFile } from '../../../../src/components/lock-file/lock-file.ts'
import type { LockedVersion } from '../../../../src/components/lock-file/locked-version.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const VERSION: LockedVersion = {
  id: 'user_count',
  manifest: null,
  layer: { digest: sha256Of(Buffer.from('layer')), size: 1 },
  policy: null,
  resolved: null,
  signer: null,
  tools: sha256Of(Buffer.from('tools')),
  wishes: null,
}
const REFERENCES = ['oci://ghcr.io/user/one:1', 'oci://ghcr.io/user/two:1']

describe('LockFile.changeAll()', () => {
  it('changes all', async (t) => {
    const lockFile = new LockFile(join(await temporaryFolder(t), 'wassette.lock'))
    await lockFile.changeAll(REFERENCES, () => VERSION)
    assert.deepEqual([...(await lockFile.read()).keys()], REFERENCES)
  })

  it('changes nothing where one is refused', async (t) => {
    const lockFile = new LockFile(join(await temporaryFolder(t), 'wassette.lock'))
    await lockFile.change('oci://ghcr.io/user/zero:1', () => VERSION)
    const before = await readFile(lockFile.path, 'utf8')
    const refuseLast = (_now: LockedVersion | null, reference: string): LockedVersion => {
      if (reference === REFERENCES[1]) throw new Error('refused')
      return VERSION
    }
    await assert.rejects(lockFile.changeAll(REFERENCES, refuseLast))
    assert.equal(await readFile(lockFile.path, 'utf8'), before)
  })
})
