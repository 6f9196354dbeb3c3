import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { findKeychain } from '#secrets'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { planted } from '../../../helpers/planted.ts'

/** Keeps what it is given in files named by the account, and writes down its arguments. */
const FAKE = `#!/bin/sh
folder=$(dirname "$0")
echo "$@" >> "$folder/arguments"
command=$1
for account; do :; done
item="$folder/$(echo "$account" | tr / _)"
case $command in
  store) cat > "$item" ;;
  lookup) cat "$item" 2>/dev/null ;;
  clear) rm -f "$item" ;;
esac
`

const ITEM = { service: 'wassette', account: 'first/API_KEY' }

async function keychain(t: TestContext, program = FAKE) {
  const folder = join(await temporaryFolder(t), 'keychain')
  await mkdir(folder)
  await writeFile(join(folder, 'secret-tool'), program, { mode: 0o755 })
  const environment = { PATH: `${folder}:/usr/bin:/bin` }
  const found = await findKeychain({ platform: 'linux', environment })
  assert.ok(found)
  return { keychain: found, argumentsFile: join(folder, 'arguments') }
}

describe('secretTool()', () => {
  it('gives back every value that it was given', async (t) => {
    const { keychain: store } = await keychain(t)
    for (const value of ['plain', 'with\nlines\n', ' ä😀 ', '-n']) {
      await store.write(ITEM, value)
      assert.equal(await store.read(ITEM), value)
    }
    await store.remove(ITEM)
    assert.equal(await store.read(ITEM), null)
  })

  it('never names a value in its arguments', async (t) => {
    const { keychain: store, argumentsFile } = await keychain(t)
    await store.write(ITEM, planted('item'))
    await store.read(ITEM)
    assert.equal(
      await readFile(argumentsFile, 'utf8'),
      'store --label=wassette first/API_KEY service wassette account first/API_KEY\n' +
        'lookup service wassette account first/API_KEY\n',
    )
  })

  it('fails where the program does', async (t) => {
    const { keychain: store } = await keychain(t, '#!/bin/sh\nexit 1\n')
    await assert.rejects(store.write(ITEM, planted('item')), { code: 'KEYCHAIN_FAILED' })
    const broken = await keychain(t, '#!/nowhere\n')
    await assert.rejects(broken.keychain.write(ITEM, planted('item')), { code: 'KEYCHAIN_FAILED' })
  })
})

describe('findKeychain()', () => {
  it('finds none where no program is, and takes none from a relative folder', async () => {
    for (const PATH of ['', '/nowhere', '.', 'bin']) {
      assert.equal(await findKeychain({ platform: 'linux', environment: { PATH } }), null)
    }
    assert.equal(await findKeychain({ platform: 'freebsd', environment: {} }), null)
  })
})
