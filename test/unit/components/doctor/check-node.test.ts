import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { checkNode } from '../../../../src/components/doctor/check-node.ts'

const NEWEST = {
  version: '26.1.0',
  knownFlags: new Set(['--permission', '--allow-net']),
  givenFlags: [],
  hasJspi: true,
}

const statuses = (facts: Partial<typeof NEWEST>) =>
  Object.fromEntries(checkNode({ ...NEWEST, ...facts }).map(({ name, status }) => [name, status]))

describe('checkNode()', () => {
  it('is content with a Node that has everything', () => {
    assert.deepEqual(statuses({}), {
      Node: 'ok',
      JSPI: 'ok',
      'Permission model': 'ok',
      'Network permission': 'ok',
    })
  })

  it('does without the network permission', () => {
    const facts = { version: '24.1.0', knownFlags: new Set(['--permission']) }
    assert.equal(statuses(facts)['Network permission'], 'warning')
    assert.equal(statuses(facts)['Node'], 'ok')
  })

  it('does not do without the rest', () => {
    assert.equal(statuses({ version: '22.19.0' })['Node'], 'failed')
    assert.equal(statuses({ hasJspi: false })['JSPI'], 'failed')
    assert.equal(statuses({ knownFlags: new Set() })['Permission model'], 'failed')
  })
})
