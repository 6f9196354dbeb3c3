import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sandboxProcessors } from '../../../../src/sandbox/process/sandbox-processors.ts'

const PATH = '/sys/fs/cgroup/cpu.max'

describe('sandboxProcessors()', () => {
  it('gives a component two to four processes, as there are processors', () => {
    const perComponent = [1, 3, 64].map((available) => sandboxProcessors(available, null).perComponent)
    assert.deepEqual(perComponent, [2, 3, 4])
  })

  it('counts those that a control group allows, a part as a whole', () => {
    assert.deepEqual(sandboxProcessors(64, { value: 2.5, path: PATH }), {
      count: 3,
      source: PATH,
      perComponent: 3,
    })
    assert.equal(sandboxProcessors(2, { value: 8, path: PATH }).count, 2)
  })
})
