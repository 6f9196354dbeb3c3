import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import type { CallResult, ComponentService } from '#components'

import { temporaryFolder } from '../../helpers/temporary-folder.ts'
import { openComponents, putGuest } from './open-components.ts'

const MIB = 1024 * 1024

/** A guest, and a way to set its limits as its operator does. */
async function openGuest(context: TestContext, guest: string) {
  const folder = await temporaryFolder(context)
  await putGuest(folder, 'guest', guest)
  const components = await openComponents(context, { folder })
  await components.settle()
  const setLimits = (limits: object): Promise<void> => {
    const policy = { version: '1.0', permissions: { resources: { limits } } }
    return writeFile(join(folder, 'guest.policy.yaml'), JSON.stringify(policy))
  }
  return { components, setLimits }
}

function codeOf(result: CallResult): string {
  return result.kind === 'failed' ? result.code : result.kind
}

function textOf(bytes: number, components: ComponentService): Promise<CallResult> {
  return components.call('make-string', { bytes })
}

describe('the limit of a result', () => {
  it('is what the policy says, smaller or larger than the default', async (t) => {
    const { components, setLimits } = await openGuest(t, 'big-result')
    await setLimits({ output: '1Ki' })
    assert.equal(codeOf(await textOf(900, components)), 'returned')
    assert.equal(codeOf(await textOf(3_000, components)), 'RESULT_TOO_LARGE')
    assert.equal(codeOf(await textOf(1 * MIB, components)), 'LIMIT_RESULT')
    await setLimits({ output: '20Mi' })
    assert.equal(codeOf(await textOf(12 * MIB, components)), 'returned')
    assert.equal(codeOf(await textOf(21 * MIB, components)), 'RESULT_TOO_LARGE')
  })

  it('is what fits into one message, however much the policy allows', async (t) => {
    const { components, setLimits } = await openGuest(t, 'big-result')
    await setLimits({ output: '1Gi' })
    assert.equal(codeOf(await textOf(80 * MIB, components)), 'LIMIT_RESULT')
    assert.equal(codeOf(await textOf(900, components)), 'returned')
  })
})
