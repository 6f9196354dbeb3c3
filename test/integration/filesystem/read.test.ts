import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('a folder that may be read', () => {
  it('is listed and read under its own path', async (t) => {
    const folder = await temporaryFolder(t)
    await writeFile(join(folder, 'a.txt'), 'hello')
    const guest = await openGuestWithFiles(t, { allow: [grant(folder, 'read')], deny: [] })
    assert.deepEqual(await guest.call('list-preopens'), [folder, '/'])
    assert.deepEqual(await guest.call('list-directory', folder, '.'), ['a.txt'])
    assert.equal(await guest.call('read-file', folder, 'a.txt', false), 'hello')
    assert.deepEqual(guest.denials, [])
  })
})
