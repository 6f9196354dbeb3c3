import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { GlueThread } from '../../../src/sandbox/prepare/glue-check/glue-thread.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('code that the generator did not write', () => {
  it('is refused by the server', async (t) => {
    const path = join(await temporaryFolder(t), 'component.mjs')
    for (const glue of [
      "export const instantiate = () => import('node:fs')",
      'export function instantiate() { return process }',
      'let',
      `export const a = ${'['.repeat(100_000)}`,
    ]) {
      await writeFile(path, glue)
      await using thread = new GlueThread()
      await assert.rejects(thread.assertGlue(path), { code: 'COMPONENT_INVALID' }, glue.slice(0, 60))
    }
  })

  it('is no longer read when the load is cancelled', async (t) => {
    const path = join(await temporaryFolder(t), 'component.mjs')
    await writeFile(path, 'let a = 1;\n'.repeat(1_000_000))
    const cancelled = new AbortController()
    await using thread = new GlueThread()
    const refused = assert.rejects(thread.assertGlue(path, cancelled.signal), { code: 'CANCELLED' })
    cancelled.abort()
    await refused
  })
})
