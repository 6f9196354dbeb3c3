import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { FAKE_SERVER } from '../../../helpers/fake-server-command.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { LEAK_FOLDER_VARIABLE } from '../../../../tools/leaks/leak-record.ts'
import { readLeakReport } from '../../../../tools/leaks/leak-report.ts'
import { PLANTED } from '../../../../tools/leaks/planted-forms.ts'

const WATCH = fileURLToPath(new URL('../../../../tools/leaks/watch-outputs.ts', import.meta.url))

/** What is found while a process starts ours, which says what it was given. */
async function leaksWhile(start: string, folder: string): Promise<readonly string[]> {
  await mkdir(folder)
  const [file, ...args] = [...FAKE_SERVER, `no-command-${PLANTED}`]
  const script = `import * as c from 'node:child_process'; const [f, a] = ${JSON.stringify([file, args])}; ${start}`
  const flags = ['--import', WATCH, '--input-type=module', '--eval', script]
  await promisify(execFile)(process.execPath, flags, {
    env: { ...process.env, [LEAK_FOLDER_VARIABLE]: folder },
  })
  return (await readLeakReport(folder)).leaks
}

describe('a process of ours whose outputs are watched', () => {
  for (const start of ['c.spawn(f, a)', 'c.execFile(f, a, () => {})', 'c.spawnSync(f, a)']) {
    it(`is found out when it writes a planted value: ${start}`, async (t) => {
      // What is found on purpose is no leak of this run.
      const folder = join(await temporaryFolder(t), 'secrets')
      const leaks = await leaksWhile(start, folder)
      assert.deepEqual([leaks.length, leaks[0]?.startsWith('stderr of ')], [1, true])
    })
  }
})
