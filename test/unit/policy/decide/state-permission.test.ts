import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FOR_GOOD, parseGrant, parsePolicy, parseRevocation, PolicyStore } from '#policy'

import { withGrant, withoutRules } from '../../../../src/policy/store/edit-policy.ts'
import { withoutAllows, withRequested } from '../../../../src/policy/store/edit-whole-policy.ts'
import { describeObstacles } from '../../../../src/policy/describe/describe-obstacles.ts'
import { policyWith } from '../../../helpers/policies.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

const FILE = 'a.policy.yaml'
const TEXT = `version: '1.0'
permissions:
  # remembers what was asked
  state: { quota: 1Mi }
`
const GRANT = { kind: 'state', quota: '2Mi' } as const

function bytesIn(text: string): number | null {
  return parsePolicy(text, { file: FILE }).permissions.stateBytes
}

describe('the state in a policy', () => {
  it('is a quota in bytes', () => {
    assert.equal(bytesIn(TEXT), 2 ** 20)
    assert.equal(bytesIn("version: '1.0'\npermissions: { state: }\n"), null)
  })

  for (const state of ['{}', '5Mi', '{ quota: much }', '{ quota: 0 }']) {
    it(`is not '${state}'`, () => {
      const text = `version: '1.0'\npermissions: { state: ${state} }\n`
      assert.throws(() => bytesIn(text), { code: 'POLICY_INVALID' })
    })
  }

  it('is granted, keeping comments, and taken back', () => {
    const granted = withGrant({ text: TEXT, file: FILE }, GRANT, FOR_GOOD)
    assert.match(granted, /# remembers what was asked\n {2}state: \{ quota: 2Mi \}/)
    const { text, removed } = withoutRules({ text: granted, file: FILE }, { kind: 'state' })
    assert.deepEqual([bytesIn(text), removed], [null, 1])
    assert.equal(withoutRules({ text, file: FILE }, { kind: 'state' }).removed, 0)
  })

  it('is not granted for a time, which it would outlive', () => {
    const once = { expires: null, uses: 1 }
    assert.throws(() => withGrant({ text: TEXT, file: FILE }, GRANT, once), { code: 'GRANT_INVALID' })
  })

  it('is among what an author asks for, and what a reset takes back', () => {
    const empty = { text: "version: '1.0'\npermissions: {}\n", file: FILE }
    assert.equal(bytesIn(withRequested(empty, policyWith({ state: { quota: '3Ki' } }).permissions)), 3072)
    const narrowed = `${TEXT}  resources: { limits: { memory: 1Mi } }\n`
    assert.equal(bytesIn(withoutAllows({ text: narrowed, file: FILE }) ?? ''), null)
  })

  it('is parsed and pinned as what clients write', () => {
    assert.deepEqual(parseGrant('state', { quota: '2Mi' }), GRANT)
    assert.deepEqual(parseRevocation('state', undefined), { kind: 'state' })
    assert.throws(() => parseGrant('state', { quota: 'much' }), { code: 'QUANTITY_INVALID' })
    assert.throws(() => parseGrant('state', {}), { code: 'GRANT_INVALID' })
  })

  it('is said to have no effect where the author does not ask for it', async (t) => {
    const store = new PolicyStore({ folder: await temporaryFolder(t), ceilingFile: null })
    await store.grant('a', GRANT)
    assert.equal(await store.hasGrant('a', GRANT), true)
    assert.deepEqual(describeObstacles(await store.read('a'), GRANT), [])
    await store.saveRequest('a', "version: '1.0'\npermissions: {}\n")
    const [obstacle] = describeObstacles(await store.read('a'), GRANT)
    assert.match(obstacle ?? '', /does not ask for state/)
  })
})
