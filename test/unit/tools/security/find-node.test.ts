import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { findNode } from '../../../../tools/security/find-node.ts'

describe('findNode()', () => {
  it('takes anything but a version as a path', async () => {
    assert.equal(await findNode('/opt/node24/bin/node', '/nowhere'), '/opt/node24/bin/node')
  })

  it('finds a version that was installed before', async (t) => {
    const cache = await temporaryFolder(t)
    const bin = join(cache, 'node-24', 'node_modules', `node-${process.platform}-${process.arch}`, 'bin')
    await mkdir(bin, { recursive: true })
    await writeFile(join(bin, 'node'), '')
    assert.equal(await findNode('24', cache), join(bin, 'node'))
  })
})
