import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, describe, it } from 'node:test'

import type { StorageAttempt } from '#sandbox'

import { componentFromCore } from '../../helpers/component-from-core.ts'
import { grant } from '../../helpers/guest-files.ts'
import { callGuest, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** As the guest below says it. */
const [OPENED, NO_ACCESS] = [0, 256]

/** Creates a file in its first folder while it is started and when it is called, and says what came of each. */
const early = await writtenFile(
  { after },
  await componentFromCore(
    `package test:early;
     world early {
       import wasi:filesystem/types@0.2.0;
       import wasi:filesystem/preopens@0.2.0;
       export folders-at-start: func() -> u32;
       export create-at-start: func() -> u32;
       export create: func() -> u32;
     }
     package wasi:filesystem@0.2.0 {
       interface types {
         enum error-code { access, would-block, already, bad-descriptor, busy }
         flags path-flags { symlink-follow }
         flags open-flags { create, directory, exclusive, truncate }
         flags descriptor-flags { read, write }
         resource descriptor {
           open-at: func(path-flags: path-flags, path: string, open-flags: open-flags, %flags: descriptor-flags)
             -> result<descriptor, error-code>;
         }
       }
       interface preopens {
         use types.{descriptor};
         get-directories: func() -> list<tuple<descriptor, string>>;
       }
     }`,
    `(module
       (import "wasi:filesystem/preopens@0.2.0" "get-directories" (func $folders (param i32)))
       (import "wasi:filesystem/types@0.2.0" "[method]descriptor.open-at"
         (func $open (param i32 i32 i32 i32 i32 i32 i32)))
       (memory (export "memory") 2)
       (data (i32.const 16) "made")
       (global $free (mut i32) (i32.const 4096))
       (global $folders-at-start (mut i32) (i32.const 0))
       (global $created-at-start (mut i32) (i32.const 0))
       (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
         (local $at i32)
         (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
         (global.set $free (i32.add (local.get $at) (local.get 3)))
         (local.get $at))
       (func $list (result i32) (call $folders (i32.const 64)) (i32.load (i32.const 68)))
       (func $create (result i32)
         (drop (call $list))
         (call $open (i32.load (i32.load (i32.const 64))) (i32.const 0) (i32.const 16) (i32.const 4)
           (i32.const 1) (i32.const 3) (i32.const 128))
         (if (result i32) (i32.load8_u (i32.const 128))
           (then (i32.add (i32.const 256) (i32.load8_u (i32.const 132))))
           (else (i32.const 0))))
       (func (export "_initialize")
         (global.set $folders-at-start (call $list))
         (global.set $created-at-start (call $create)))
       (func (export "folders-at-start") (result i32) (global.get $folders-at-start))
       (func (export "create-at-start") (result i32) (global.get $created-at-start))
       (func (export "create") (result i32) (call $create)))`,
  ),
)

describe('a guest that is started, and has no call yet', () => {
  it('may see its folders, and use them when it has a call', async () => {
    const folder = await temporaryFolder({ after })
    const files = { allow: [grant(folder, 'read', 'write')], deny: [] }
    const sandbox = await openSandbox({ after }, { files })
    const denials: StorageAttempt[] = []
    const call = async (name: string): Promise<unknown> => {
      const outcome = await callGuest(sandbox, early, {
        name,
        reportDenial: (attempt) => denials.push(attempt),
      })
      return outcome.kind === 'returned' ? outcome.value : outcome
    }
    assert.equal(await call('folders-at-start'), 2)
    assert.equal(await call('create-at-start'), NO_ACCESS)
    assert.deepEqual(await readdir(folder), [])
    assert.equal(await call('create'), OPENED)
    assert.deepEqual(await readdir(folder), ['made'])
    // They were granted, though not to a start.
    assert.deepEqual(denials, [])
  })
})
