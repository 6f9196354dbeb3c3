import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { PROCESS_ISOLATION } from '#sandbox'

import type { ConfinedCommand } from '../../../src/sandbox/isolation/isolation.ts'
import { grant, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

for (const isolation of ISOLATIONS) {
  describe(`our own code under ${isolation.name}`, () => {
    // A person grants the folder in which a clone lies, such as ~/code.
    const parent = dirname(ROOT)
    const guest = isolation.find().then((found) => {
      const rules = { allow: [grant(parent, 'read', 'write')], deny: [] }
      return openGuestWithFiles({ after }, rules, { isolation: found })
    })
    const inRoot = (path: string): string => join(ROOT.slice(parent.length + 1), path)

    for (const folder of ['bin', 'src', 'node_modules', 'node_modules/undici']) {
      it(`takes no new file in ${folder}`, async () => {
        const path = join(folder, 'evil.js')
        const answer = await (await guest).call('write-file', parent, inRoot(path), 'planted', true)
        const isThere = existsSync(join(ROOT, path))
        await rm(join(ROOT, path), { force: true })
        assert.match(String(answer), /^error: /)
        assert.equal(isThere, false)
      })
    }

    for (const file of ['package.json', 'bin/wassette', 'node_modules/undici/package.json']) {
      it(`is not changed, moved or removed: ${file}`, async () => {
        const opened = await guest
        const before = await readFile(join(ROOT, file))
        const answers = [
          await opened.call('append-file', parent, inRoot(file), '\n'),
          await opened.call('rename-path', parent, inRoot(file), parent, inRoot('moved')),
          await opened.call('remove-file', parent, inRoot(file)),
        ]
        const isSame = existsSync(join(ROOT, file)) && before.equals(await readFile(join(ROOT, file)))
        if (!isSame) await writeFile(join(ROOT, file), before)
        for (const answer of answers) assert.match(String(answer), /^error: /)
        assert.ok(isSame)
      })
    }

    it('takes no folder that packages would be looked for in', async () => {
      const folder = join(parent, 'node_modules')
      const wasThere = existsSync(folder)
      const answer = await (await guest).call('create-directory', parent, 'node_modules')
      if (!wasThere) await rm(folder, { recursive: true, force: true })
      assert.equal(answer, wasThere ? 'error: exist' : 'error: access')
    })

    it('is read like any other file', async () => {
      const answer = await (await guest).call('read-file', parent, inRoot('package.json'), true)
      assert.equal(answer, await readFile(join(ROOT, 'package.json'), 'utf8'))
    })
  })
}

describe('the program of the wall', () => {
  it('is not changed, moved or removed, wherever it was found', async (t) => {
    const folder = await temporaryFolder(t)
    const wall = join(folder, 'wall')
    const script = '#!/bin/sh\nexec "$@"\n'
    await writeFile(wall, script, { mode: 0o755 })
    const isolation = { ...PROCESS_ISOLATION, wrap: ({ command }: ConfinedCommand) => [wall, ...command] }
    const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
    const guest = await openGuestWithFiles(t, rules, { isolation })
    assert.equal(await guest.call('write-file', folder, 'other', 'x', true), undefined)
    assert.equal(await guest.call('write-file', folder, 'wall', 'x', true), 'error: access')
    assert.equal(await guest.call('rename-path', folder, 'other', folder, 'wall'), 'error: access')
    assert.equal(await guest.call('rename-path', folder, 'wall', folder, 'moved'), 'error: access')
    assert.equal(await guest.call('remove-file', folder, 'wall'), 'error: access')
    assert.equal(await readFile(wall, 'utf8'), script)
  })
})
