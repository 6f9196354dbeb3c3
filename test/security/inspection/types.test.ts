import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { childrenOf, gone } from '../../helpers/child-processes.ts'
import { block, componentOf, leb } from '../../helpers/component-bytes.ts'
import { openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024

async function inspect(t: TestContext, bytes: Uint8Array): Promise<unknown> {
  const { sandbox } = await openSandbox(t)
  const path = join(await temporaryFolder(t), 'component.wasm')
  await writeFile(path, bytes)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return sandbox.inspect({ path, digest })
}

/** One byte each. */
function types(count: number): Uint8Array {
  const section = Buffer.alloc(count, 0x7f)
  return componentOf(block(7, [leb(count), section]))
}

describe('a component of types alone', () => {
  it('costs the server nothing, however many there are', async (t) => {
    const bytes = types(60_000_000)
    const before = process.memoryUsage()
    await assert.rejects(inspect(t, bytes), { code: 'COMPONENT_INVALID' })
    const after = process.memoryUsage()
    const grown = after.heapTotal + after.external - before.heapTotal - before.external
    assert.ok(grown < 64 * MIB, `${grown / MIB} MiB more`)
    for (const pid of await childrenOf(process.pid)) await gone(pid)
  })

  it('is refused before its types are many times its size, in sections as well as in one', async (t) => {
    const section = block(7, [leb(500_000), Buffer.alloc(500_000, 0x7f)])
    await assert.rejects(inspect(t, componentOf(section, section, section)), { code: 'COMPONENT_INVALID' })
  })
})
