import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { RunningServer } from '../../helpers/running-server.ts'
import { scratchUser } from '../../helpers/wassette.ts'

const MIB = 1024 * 1024
const CALLS = 20
const BYTES = 9 * MIB

/** What all large results may take together. */
const ALL_BYTES = 64 * MIB

describe('many large results at once', () => {
  it('have so much room together that some fail, and let a small answer go first', async (t) => {
    const user = await scratchUser(t)
    const env = { ...user.env, WASSETTE_LOG: 'debug' }
    await using server = await RunningServer.start({ env })
    await server.load('big-result')
    await server.load('spins')
    server.session.stopReading('stdout')
    const order: string[] = []
    const calls = Array.from({ length: CALLS }, async () => {
      const answer = await server.call('make-string', { bytes: BYTES })
      order.push(answer.isError ? 'refused' : 'large')
      return answer
    })
    await server.session.waitForLog(new RegExp(`(?:"make-string".*\\n[^]*?){${CALLS}}`))
    const small = server.call('pass').then(() => order.push('small'))
    await server.session.waitForLog(/"tool":"pass"/)
    server.session.readOn()
    const answers = await Promise.all(calls)
    await small
    const large = answers.filter(({ isError }) => !isError)
    assert.ok(large.length > 1 && large.length * BYTES <= ALL_BYTES, String(large.length))
    for (const { text } of large) assert.equal(text.length, BYTES)
    for (const { text, isError } of answers) if (isError) assert.match(text, /too many large results at once/)
    assert.ok(
      order.slice(0, order.indexOf('small')).filter((what) => what === 'large').length <= 1,
      order.join(),
    )
    assert.equal((await server.call('make-string', { bytes: BYTES })).text.length, BYTES)
  })
})
