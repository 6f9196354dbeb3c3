import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import { PolicyStore } from '#policy'

import { toLimitValues } from '../../../../src/components/rights/limits-of.ts'
import { describeMemoryLimit, describeNarrowing } from '../../../../src/policy/describe/describe-narrowing.ts'
import { DEFAULT_LIMITS } from '#sandbox'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const DEFAULTS = { ...toLimitValues(DEFAULT_LIMITS), memoryBytes: 2 ** 29 }

async function narrowingOf(t: TestContext, permissions: string) {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'first.policy.yaml'), `version: "1.0"\npermissions: ${permissions}\n`)
  const snapshot = await new PolicyStore({ folder, ceilingFile: null }).read('first')
  return [describeNarrowing(snapshot, DEFAULTS), describeMemoryLimit(snapshot, DEFAULTS)]
}

describe('describeNarrowing()', () => {
  it('has denies, and limits below what counts without them', async (t) => {
    const deny =
      '{ storage: { deny: [{ uri: "fs:///home", access: [read] }] }, resources: { limits: { memory: 64Mi } } }'
    assert.deepEqual(await narrowingOf(t, deny), [
      {
        storage: { deny: [{ uri: 'fs:///home', access: ['read'] }] },
        resources: { limits: { memory: '67108864' } },
      },
      { memory: '67108864' },
    ])
  })

  it('has nothing of what allows', async (t) => {
    const allow = '{ network: { allow: [{ host: x.example }] }, resources: { limits: { memory: 4Gi } } }'
    assert.deepEqual(await narrowingOf(t, allow), [null, null])
  })

  it('has what cannot be read', async (t) => {
    const [damaged] = await narrowingOf(t, '[')
    assert.ok(damaged !== null && damaged !== undefined && 'problems' in damaged)
  })
})
