import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { runWassette, scratchUser } from '../helpers/wassette.ts'

describe('wassette doctor', () => {
  it('finds that everything that is required works', async (context) => {
    const user = await scratchUser(context)
    const { exitCode, stdout } = await runWassette(['doctor', '-o', 'json'], user)
    assert.equal(exitCode, 0)
    assert.equal(JSON.parse(stdout).status, 'ok')
  })
})
