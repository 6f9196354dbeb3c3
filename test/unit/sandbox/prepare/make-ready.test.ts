import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { openComponent } from '../../../../src/sandbox/prepare/component-file.ts'
import { makeReady } from '../../../../src/sandbox/prepare/make-ready.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

describe('makeReady', () => {
  it('stops the process and ends what it writes before it says that the bytes were other ones', async (t) => {
    const path = join(await temporaryFolder(t), 'component.wasm')
    await writeFile(path, 'other bytes')
    const component = await openComponent({ path, digest: 'sha256:none' })
    t.after(() => component.file.close())
    const events: string[] = []
    const killed = Promise.withResolvers<never>()
    const parts = [{ kind: 'part', bytes: new Uint8Array(1), isLast: true } as const]
    const process = {
      send: async () => {},
      next: async () => parts.shift() ?? killed.promise,
      kill() {
        events.push('killed')
        killed.reject(new Error('It is gone'))
      },
    }
    const made = {
      hashes: null,
      async write() {
        await killed.promise.catch(() => setTimeout(50))
        events.push('written')
      },
    }
    await assert.rejects(makeReady(component, { process, made }), { code: 'DIGEST_MISMATCH' })
    assert.deepEqual(events, ['killed', 'written'])
  })
})
