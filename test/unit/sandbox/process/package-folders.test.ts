import assert from 'node:assert/strict'
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { packageFolders } from '../../../../src/sandbox/process/package-folders.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

async function makePackage(folder: string, dependencies: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const wanted = Object.fromEntries(dependencies.map((name) => [name, '1.0.0']))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: wanted }))
}

describe('packageFolders()', () => {
  it('has the node_modules of each folder up to the root, there or not', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await makePackage(join(base, 'packages', 'wassette'), ['hoisted'])
    await makePackage(join(base, 'node_modules', 'hoisted'), [])
    const folders = packageFolders(join(base, 'packages', 'wassette'))
    for (const folder of ['packages/wassette', 'packages', '.']) {
      assert.ok(folders.includes(join(base, folder, 'node_modules')), folder)
    }
    assert.ok(folders.includes('/node_modules'))
  })

  it('has packages that are links, and those that they depend on', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    const [root, store] = [join(base, 'app'), join(base, 'store')]
    await makePackage(root, ['linked'])
    await makePackage(join(store, 'linked', '1'), ['further'])
    await makePackage(join(store, 'further', '1'), [])
    await mkdir(join(root, 'node_modules'))
    await symlink(join(store, 'linked', '1'), join(root, 'node_modules', 'linked'))
    await mkdir(join(store, 'linked', '1', 'node_modules'))
    await symlink('../../../further/1', join(store, 'linked', '1', 'node_modules', 'further'))
    const folders = packageFolders(root)
    assert.ok(folders.includes(join(store, 'linked', '1')))
    assert.ok(folders.includes(join(store, 'further', '1')))
  })

  it('has where a node_modules leads that is a link itself', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await makePackage(join(base, 'app'), [])
    await mkdir(join(base, 'elsewhere'))
    await symlink('../elsewhere', join(base, 'app', 'node_modules'))
    const folders = packageFolders(join(base, 'app'))
    assert.ok(folders.includes(join(base, 'elsewhere')))
    assert.ok(folders.includes(join(base, 'app', 'node_modules')))
  })
})
