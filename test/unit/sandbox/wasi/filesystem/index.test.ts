import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  Descriptor,
  DirectoryEntryStream,
} from '../../../../../src/sandbox/guest-process/wasi/filesystem/descriptor.ts'
import { createFilesystem } from '../../../../../src/sandbox/guest-process/wasi/filesystem/index.ts'
import { IoError } from '../../../../../src/sandbox/guest-process/wasi/io/error.ts'
import { interfaceOf, witError } from '../guest.ts'

describe('createFilesystem()', () => {
  it('grants no folder', () => {
    const { getDirectories } = interfaceOf<{ getDirectories: () => unknown }>(
      createFilesystem(),
      'wasi:filesystem/preopens',
    )
    assert.deepEqual(getDirectories(), [])
  })

  it('tells the code of a file system error, and of no other', () => {
    const { filesystemErrorCode } = interfaceOf<{ filesystemErrorCode: (error: IoError) => unknown }>(
      createFilesystem(),
      'wasi:filesystem/types',
    )
    assert.equal(filesystemErrorCode(new IoError('', { kind: 'filesystem', code: 'no-entry' })), 'no-entry')
    assert.equal(filesystemErrorCode(new IoError('')), undefined)
  })
})

describe('Descriptor', () => {
  for (const operation of Object.keys(new Descriptor())) {
    it(`denies ${operation}`, () => {
      const run: unknown = Reflect.get(new Descriptor(), operation)
      assert.ok(typeof run === 'function')
      assert.throws(() => run(), witError('access'))
    })
  }
})

describe('DirectoryEntryStream', () => {
  it('denies readDirectoryEntry', () => {
    assert.throws(() => new DirectoryEntryStream().readDirectoryEntry(), witError('access'))
  })
})
