import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { SILENT_LOGGER } from '#platform'
import { DEFAULT_EGRESS, DEFAULT_LIMITS, type Invocation, PROCESS_ISOLATION } from '#sandbox'

import { Egress } from '../../../src/sandbox/egress/egress.ts'
import { ComponentProcess } from '../../../src/sandbox/pool/component-process.ts'
import { anyValue } from '../../helpers/crossed-values.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

/** The second instance is there when the third is asked for. */
const GLUE = `
let instances = 0
let runs = 0
const third = Promise.withResolvers()
export async function instantiate() {
  instances++
  if (instances === 2) await third.promise
  if (instances === 3) third.resolve()
  return {
    hold: () => new Promise(() => {}),
    run: () => void runs++,
    count: async () => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      return [instances, runs]
    },
  }
}`

function call(name: string): Invocation {
  return { target: { interface: null, name, returnsResult: false }, args: [], result: anyValue() }
}

describe('component-main', () => {
  it('does not run a call that was dropped before its instance was made', async (t) => {
    const folder = await temporaryFolder(t)
    await writeFile(join(folder, 'component.mjs'), GLUE)
    const image = {
      digest: `sha256:${'0'.repeat(64)}`,
      folder,
      isolation: PROCESS_ISOLATION,
      environment: [],
      limits: DEFAULT_LIMITS,
    }
    const egress = new Egress({ ...DEFAULT_EGRESS, responseBytes: 1024 })
    const opened = Promise.withResolvers<void>()
    const process = new ComponentProcess(image, { logger: SILENT_LOGGER, egress, onFree: opened.resolve })
    t.after(() => process.kill())
    await opened.promise
    void process.invoke(call('hold'))
    const abort = new AbortController()
    const dropped = process.invoke(call('run'), abort.signal)
    abort.abort()
    assert.deepEqual(await dropped, { kind: 'cancelled' })
    const counted = await process.invoke(call('count'))
    assert.deepEqual(counted, { kind: 'returned', value: [3, 0] })
  })
})
