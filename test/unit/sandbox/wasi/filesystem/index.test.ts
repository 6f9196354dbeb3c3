import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFilesystem } from '../../../../../src/sandbox/guest-process/wasi/filesystem/index.ts'
import { IoError } from '../../../../../src/sandbox/guest-process/wasi/io/error.ts'
import { interfaceOf, testGuest } from '../guest.ts'

describe('createFilesystem()', () => {
  it('gives a guest without grants no folder', () => {
    const { getDirectories } = interfaceOf<{ getDirectories: () => unknown }>(
      createFilesystem(testGuest().guest),
      'wasi:filesystem/preopens',
    )
    assert.deepEqual(getDirectories(), [])
  })

  it('tells the code of a file system error, and of no other', () => {
    const { filesystemErrorCode } = interfaceOf<{ filesystemErrorCode: (error: IoError) => unknown }>(
      createFilesystem(testGuest().guest),
      'wasi:filesystem/types',
    )
    assert.equal(filesystemErrorCode(new IoError('', { kind: 'filesystem', code: 'no-entry' })), 'no-entry')
    assert.equal(filesystemErrorCode(new IoError('')), undefined)
  })
})
