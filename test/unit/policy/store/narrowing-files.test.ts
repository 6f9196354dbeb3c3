import assert from 'node:assert/strict'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { decideNetwork, networkAttemptOf, PolicyStore } from '#policy'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const X = { kind: 'network', host: 'x.com' } as const

async function kindOfX(store: PolicyStore): Promise<string> {
  return decideNetwork((await store.read('a')).effective(), networkAttemptOf('https://x.com/')).kind
}

describe('files that narrow what is granted', () => {
  it('allow nothing while they are a link that leads nowhere', async (context) => {
    const folder = await temporaryFolder(context)
    const ceilingFile = join(folder, 'ceiling.yaml')
    for (const path of [ceilingFile, join(folder, 'a.request.yaml')]) {
      const store = new PolicyStore({ folder, ceilingFile })
      await store.grant('a', X)
      await symlink(join(folder, 'unmounted'), path)
      assert.equal(await kindOfX(store), 'denied')
      const codes = (await store.read('a')).problems.map(({ code }) => code)
      assert.deepEqual(codes, ['POLICY_UNREADABLE'])
      await rm(path)
      assert.equal(await kindOfX(store), 'allowed')
    }
  })

  it('allow nothing where a ceiling counts uses, which nobody takes off', async (context) => {
    const folder = await temporaryFolder(context)
    const ceilingFile = join(folder, 'ceiling.yaml')
    const store = new PolicyStore({ folder, ceilingFile })
    await store.grant('a', X)
    await writeFile(
      ceilingFile,
      'version: "1.0"\npermissions: { network: { allow: [{ host: "*", uses: 1 }] } }',
    )
    assert.equal(await kindOfX(store), 'denied')
    assert.deepEqual(
      (await store.read('a')).problems.map(({ code }) => code),
      ['POLICY_INVALID'],
    )
  })
})
