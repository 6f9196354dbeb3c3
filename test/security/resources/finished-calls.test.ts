import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { componentFromCore } from '../../helpers/component-from-core.ts'
import { grant } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import { callGuest, guestFile, openSandbox, writtenFile } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const PASSED = { kind: 'returned', value: true }
const NEXT_CALLS = 10
const STEP_MS = 20

const PACKAGES = `
  package wasi:cli@0.2.0 { interface exit { exit: func(status: result); } }
  package wasi:random@0.2.0 { interface random { get-random-bytes: func(len: u64) -> list<u8>; } }`

/** Catches what each host function throws, goes on, and returns. */
const catching = await writtenFile(
  { after },
  await componentFromCore(
    `package test:catches;
     world catches {
       import wasi:cli/exit@0.2.0;
       import wasi:random/random@0.2.0;
       export leave: func() -> u32;
       export leave-twice: func() -> u32;
       export break-a-rule: func() -> u32;
       export break-a-rule-and-leave: func() -> u32;
     }${PACKAGES}`,
    `(module
       (import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))
       (import "wasi:random/random@0.2.0" "get-random-bytes" (func $random (param i64 i32)))
       (memory (export "memory") 1)
       (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
       (func $leave (block $caught (try_table (catch_all $caught) (call $exit (i32.const 0)))))
       (func $break (block $caught (try_table (catch_all $caught) (call $random (i64.const -1) (i32.const 8)))))
       (func (export "leave") (result i32) (call $leave) (i32.const 7))
       (func (export "leave-twice") (result i32) (call $leave) (call $leave) (i32.const 7))
       (func (export "break-a-rule") (result i32) (call $break) (i32.const 7))
       (func (export "break-a-rule-and-leave") (result i32) (call $break) (call $leave) (i32.const 7)))`,
  ),
)

const LEFT = /^exited: The component ended itself with exit code 0$/
const RANDOM_TRAP = /^trapped: The component asked for 18446744073709551615 random bytes/

const cacheFolder = await temporaryFolder({ after })

for (const { name, find } of ISOLATIONS) {
  describe(`a guest whose call is over, under ${name}`, async () => {
    const isolation = await find()
    const goesOn = await guestFile('goes-on')

    /** A sandbox with a folder that guests may write to, and what lies in it while calls come and go. */
    const open = async (callMs = 60_000) => {
      const folder = await temporaryFolder({ after })
      const files = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const sandbox = await openSandbox({ after }, { cacheFolder, isolation, files, limits: { callMs } })
      const pass = () => callGuest(sandbox, goesOn, { name: 'pass' })
      const made = async () => (await readdir(folder)).length
      const assertNothingIsMade = async (): Promise<void> => {
        assert.deepEqual(await pass(), PASSED)
        const before = await made()
        for (let call = 0; call < NEXT_CALLS; call++) {
          assert.deepEqual(await pass(), PASSED)
          await setTimeout(STEP_MS)
        }
        assert.equal(await made(), before)
      }
      return { sandbox, made, pass, assertNothingIsMade }
    }

    for (const way of ['poll-on', 'catch-all']) {
      it(`makes nothing more when its call was cancelled: ${way}`, async () => {
        const { sandbox, made, pass, assertNothingIsMade } = await open()
        await pass()
        const abort = new AbortController()
        const call = callGuest(sandbox, goesOn, { name: way, signal: abort.signal })
        while ((await made()) < 3) await setTimeout(STEP_MS)
        abort.abort()
        assert.deepEqual(await call, { kind: 'cancelled' })
        await assertNothingIsMade()
      })

      it(`makes nothing more when its time was over: ${way}`, async () => {
        const { sandbox, assertNothingIsMade } = await open(1_500)
        const outcome = await callGuest(sandbox, goesOn, { name: way })
        assert.equal(outcome.kind === 'limit' && outcome.limit, 'time')
        await assertNothingIsMade()
      })
    }

    for (const [way, end] of [
      ['leave', LEFT],
      ['leave-twice', LEFT],
      ['break-a-rule', RANDOM_TRAP],
      ['break-a-rule-and-leave', RANDOM_TRAP],
    ] as const) {
      it(`catches no end that the host has put to it: ${way}`, async () => {
        const sandbox = await openSandbox({ after }, { cacheFolder, isolation })
        const outcome = await callGuest(sandbox, catching, { name: way })
        assert.match(`${outcome.kind}: ${'message' in outcome ? outcome.message : ''}`, end)
      })
    }

    it('makes nothing more when its function has returned and it has itself called back', async () => {
      const { sandbox, assertNothingIsMade } = await open()
      const outcome = await callGuest(sandbox, goesOn, { name: 'return-and-go-on' })
      assert.deepEqual(outcome, { kind: 'returned', value: undefined })
      await assertNothingIsMade()
    })
  })
}
