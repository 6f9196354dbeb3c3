import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { macKeychain } from '../../../../src/secrets/keychain/mac-keychain.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { planted } from '../../../helpers/planted.ts'

/** Writes down its arguments and its input, and answers as `security` does. */
const FAKE = `#!/bin/sh
folder=$(dirname "$0")
echo "$@" >> "$folder/arguments"
case $1 in
  -i) cat >> "$folder/input" ;;
  find-generic-password) [ "$5" = first/KEY ] && echo value || exit 44 ;;
esac
`

const VALUE = `${planted('item')} "quoted"`
const ITEM = { service: 'wassette', account: 'first/KEY' }

async function keychain(t: TestContext) {
  const folder = join(await temporaryFolder(t), 'keychain')
  await mkdir(folder)
  const path = join(folder, 'security')
  await writeFile(path, FAKE, { mode: 0o755 })
  const store = macKeychain({ path, environment: { PATH: '/usr/bin:/bin' } })
  return { store, read: (name: string) => readFile(join(folder, name), 'utf8') }
}

describe('macKeychain()', () => {
  it('hands a value over by input, never by arguments', async (t) => {
    const { store, read } = await keychain(t)
    await store.write(ITEM, VALUE)
    assert.equal(await read('arguments'), '-i\n')
    const hex = Buffer.from(VALUE).toString('hex')
    assert.equal(await read('input'), `add-generic-password -U -s "wassette" -a "first/KEY" -X ${hex}\n`)
  })

  it('reads a value, and knows when there is none', async (t) => {
    const { store } = await keychain(t)
    assert.equal(await store.read(ITEM), 'value')
    assert.equal(await store.read({ ...ITEM, account: 'first/OTHER' }), null)
  })

  it('refuses what it could not give back, and names that would be commands', async (t) => {
    const { store } = await keychain(t)
    for (const value of ['ä', 'two\nlines', '']) {
      await assert.rejects(store.write(ITEM, value), { code: 'KEYCHAIN_FAILED' })
    }
    const account = 'first/KEY"\ndelete-keychain "'
    await assert.rejects(store.write({ ...ITEM, account }, 'value'), { code: 'KEYCHAIN_FAILED' })
  })
})
