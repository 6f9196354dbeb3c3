import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { FakeComponents } from '../../../helpers/fake-components.ts'
import { runFakeCli } from '../../../helpers/run-fake-cli.ts'

const TIME = { name: 'Time Server', description: 'The time', uri: 'oci://ghcr.io/user/time:1' }

/** Components that know one other, and the references that were loaded. */
function withList() {
  const loaded: string[] = []
  const components = new FakeComponents([], {
    search: (query) => (query === 'nothing' ? [] : [TIME]),
    load: async (reference) => {
      loaded.push(reference)
      return { id: 'time', tools: [] }
    },
  })
  return { components, loaded }
}

describe('registry search', () => {
  it('prints what Wassette prints', async () => {
    const { stdout, exitCode } = await runFakeCli(['registry', 'search', 'time'], withList())
    assert.equal(exitCode, 0)
    assert.deepEqual(JSON.parse(stdout), { status: 'success', count: 1, components: [TIME] })
    const none = await runFakeCli(['registry', 'search', 'nothing'], withList())
    assert.deepEqual(JSON.parse(none.stdout), { status: 'success', count: 0, components: [] })
    assert.equal((await runFakeCli(['registry', 'search', '-o', 'yaml'], withList())).exitCode, 0)
  })
})

describe('registry get', () => {
  it('loads by name or by address', async () => {
    const { components, loaded } = withList()
    for (const wanted of ['time server', TIME.uri]) {
      const { exitCode, stdout } = await runFakeCli(['registry', 'get', wanted], { components })
      assert.equal(exitCode, 0)
      assert.match(stdout, /"id": "time"/)
    }
    assert.deepEqual(loaded, [TIME.uri, TIME.uri])
  })

  it('says that there is none', async () => {
    const { exitCode, stderr } = await runFakeCli(['registry', 'get', 'time'], withList())
    assert.equal(exitCode, 1)
    assert.match(stderr, /Component 'time' not found in registry/)
  })
})
