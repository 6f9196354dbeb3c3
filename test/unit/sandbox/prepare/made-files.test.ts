import assert from 'node:assert/strict'
import { readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { MadeFiles } from '../../../../src/sandbox/prepare/made-files.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const part = (text: string, isLast = true) => ({ bytes: Buffer.from(text), isLast })

describe('MadeFiles', () => {
  it('names the files itself, in their order, and hashes what it wrote', async (t) => {
    const folder = await temporaryFolder(t)
    await using made = new MadeFiles(folder, 100)
    await made.write(part('{}'))
    await made.write(part('ab', false))
    await made.write(part('c'))
    assert.deepEqual((await readdir(folder)).toSorted(), ['component.mjs', 'description.json'])
    assert.equal(await readFile(join(folder, 'component.mjs'), 'utf8'), 'abc')
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    assert.equal(made.hashes?.get('component.mjs'), abc)
  })

  it('has not all of them while one is open', async (t) => {
    await using made = new MadeFiles(await temporaryFolder(t), 100)
    for (const text of ['{}', 'glue']) await made.write(part(text))
    await made.write(part('half', false))
    assert.equal(made.hashes, null)
  })

  it('writes no more than is allowed for all files together', async (t) => {
    const folder = await temporaryFolder(t)
    await using made = new MadeFiles(folder, 10)
    await made.write(part('12345678'))
    await assert.rejects(made.write(part('123')), { code: 'COMPONENT_INVALID' })
  })

  it('writes no more files than there may be', async (t) => {
    await using made = new MadeFiles(await temporaryFolder(t), 1_000_000)
    for (let count = 0; count < 1_002; count++) await made.write(part('x'))
    await assert.rejects(made.write(part('x')), { code: 'COMPONENT_INVALID' })
  })

  it('writes through nothing that lies there', async (t) => {
    const [folder, elsewhere] = [await temporaryFolder(t), await temporaryFolder(t)]
    const file = join(elsewhere, 'file')
    await writeFile(file, 'kept')
    await symlink(file, join(folder, 'description.json'))
    await using made = new MadeFiles(folder, 100)
    await assert.rejects(made.write(part('lost')), { code: 'EEXIST' })
    assert.equal(await readFile(file, 'utf8'), 'kept')
  })
})
