import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { landlock } from '../../../../src/sandbox/isolation/landlock.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const COMMAND = [process.execPath, '--eval', '0']

function rulesFor(path: string, wrapped: readonly string[]): readonly string[] {
  return wrapped
    .filter((_, index) => wrapped[index - 1] === '--landlock-rule' && wrapped[index]?.endsWith(`:${path}`))
    .flatMap((rule) => rule.split(':')[1]?.split(',') ?? [])
}

describe('landlock()', () => {
  it('opens folders for reading and writing, never for links, devices and sockets', async (t) => {
    const folder = await temporaryFolder(t)
    const read = landlock('setpriv', null).wrap({ command: COMMAND, readable: [folder], writable: [] })
    assert.deepEqual(rulesFor(folder, read), ['read-file', 'read-dir'])
    const written = landlock('setpriv', null).wrap({ command: COMMAND, readable: [], writable: [folder] })
    assert.ok(rulesFor(folder, written).includes('make-reg'))
    for (const right of ['make-sym', 'make-fifo', 'make-sock', 'make-char', 'make-block', 'execute']) {
      assert.ok(!rulesFor(folder, written).includes(right), right)
    }
  })

  it('gives a file the rights that a file can have, and leaves out what is not there', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'file')
    await writeFile(file, '')
    const wrapped = landlock('setpriv', null).wrap({
      command: COMMAND,
      readable: [join(folder, 'gone')],
      writable: [file],
    })
    assert.deepEqual([...new Set(rulesFor(file, wrapped))].toSorted(), [
      'read-file',
      'truncate',
      'write-file',
    ])
    assert.deepEqual(rulesFor(join(folder, 'gone'), wrapped), [])
  })

  it('opens no folder for writing in which something has to stay as it is', async (t) => {
    const folder = await temporaryFolder(t)
    const kept = join(folder, 'kept')
    await mkdir(kept)
    const confined = { command: COMMAND, readable: [], writable: [folder], sealed: [kept] }
    assert.ok(!rulesFor(folder, landlock('setpriv', null).wrap(confined)).includes('write-file'))
  })

  it('has a filter where there is one, no new privileges, and ends with the server', () => {
    const confined = { command: COMMAND, readable: [], writable: [] }
    const wrapped = landlock('/usr/bin/setpriv', '/filter').wrap(confined)
    assert.equal(wrapped[wrapped.indexOf('--seccomp-filter') + 1], '/filter')
    assert.ok(wrapped.includes('--no-new-privs') && wrapped.includes('--pdeathsig'))
    assert.deepEqual(wrapped.slice(wrapped.indexOf('--') + 1), COMMAND)
  })
})
