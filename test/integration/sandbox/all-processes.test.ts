import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { glueExport } from '#wit'

import { anyValue } from '../../helpers/crossed-values.ts'
import { childrenOf } from '../../helpers/child-processes.ts'
import { hostileComponent } from '../../helpers/hostile-glue.ts'
import { guestFile, openSandbox } from '../../helpers/open-sandbox.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const MIB = 1024 * 1024

describe('the memory of all sandbox processes', () => {
  it('ends the biggest process of all components, and says so', async (t) => {
    const functions = {
      hold: `async () => {
        const kept = Buffer.alloc(500 * 1024 * 1024, 1)
        await wait()
        return kept.length
      }`,
    }
    const component = await hostileComponent(t, functions, { memoryBytes: 400 * MIB })
    const outcome = await component.call('hold')
    assert.ok(outcome.kind === 'limit' && outcome.limit === 'memory')
    assert.match(outcome.message, /All components together/)
    assert.deepEqual(await component.call('pass'), { kind: 'returned', value: true })
  })

  it('ends an inspection, and says so instead of blaming the component', async (t) => {
    const file = await guestFile('sleeps')
    const { sandbox } = await openSandbox(t, { memoryBytes: 40 * MIB })
    const message = /^The component was not made ready to run: All components together took more than 40 MiB/
    await assert.rejects(sandbox.inspect(file), { code: 'MEMORY_FULL', message })
  })

  it('gives up processes without a call for those that have one', async (t) => {
    const file = await guestFile('sleeps')
    const cacheFolder = await temporaryFolder(t)
    // Making a component ready takes more than running it.
    const roomy = await openSandbox(t, { cacheFolder })
    await roomy.sandbox.inspect(file)
    // Little enough for no more than one at once.
    const { sandbox, grants } = await openSandbox(t, { cacheFolder, memoryBytes: 120 * MIB })
    const pass = (id: string) => {
      const target = { ...glueExport({ interface: null, name: 'pass' }), returnsResult: false }
      return sandbox.invoke(
        { id, source: null, scope: null, file, grants },
        { target, args: [], result: anyValue() },
      )
    }
    for (const id of ['first', 'second', 'third']) {
      assert.deepEqual(await pass(id), { kind: 'returned', value: true })
      assert.ok((await childrenOf(process.pid)).length <= 2, 'one may be on its way out')
    }
  })
})
