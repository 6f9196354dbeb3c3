import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { guestReference } from '../helpers/guest.ts'
import { runWassette, scratchUser } from '../helpers/wassette.ts'

describe('wassette secret', () => {
  it('keeps, lists and deletes, one process after the other, in files of the user alone', async (t) => {
    const user = await scratchUser(t)
    const env = { ...user.env, WASSETTE_SECRET_STORE: 'file' }
    const run = (...args: readonly string[]) => runWassette(args, { env })
    assert.equal((await run('component', 'load', await guestReference('charcount'))).exitCode, 0)

    const set = await run('secret', 'set', 'charcount', 'API_KEY=very-secret', 'TOKEN=env:PATH')
    assert.deepEqual([set.exitCode, set.stderr], [0, ''])
    assert.doesNotMatch(set.stdout, /very-secret/)
    const folder = join(user.home, '.config', 'wassette', 'secrets')
    const file = join(folder, 'charcount.yaml')
    assert.equal(await readFile(file, 'utf8'), 'API_KEY: "very-secret"\nTOKEN: "env:PATH"\n')
    assert.deepEqual([await mode(folder), await mode(file)], ['700', '600'])

    const shown = await run('secret', 'list', 'charcount', '--show-values', '--yes')
    assert.deepEqual(JSON.parse(shown.stdout).secrets[0], { key: 'API_KEY', value: 'very-secret' })
    assert.equal((await run('component', 'unload', 'charcount')).exitCode, 0)
    const left = await run('secret', 'list', 'charcount')
    assert.deepEqual(JSON.parse(left.stdout).secrets.length, 2)
    assert.equal((await run('secret', 'delete', 'charcount', 'API_KEY', 'TOKEN')).exitCode, 0)
    assert.deepEqual(JSON.parse((await run('secret', 'list', 'charcount')).stdout).secrets, [])
  })
})

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}
