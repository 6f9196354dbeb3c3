import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { oversizedRequestId } from '../../../../src/mcp/transports/oversized-request-id.ts'

const ends = (line: string) => ({ head: line.slice(0, 1024), tail: line.slice(-1024) })
const LONG = 'x'.repeat(3000)

describe('oversizedRequestId()', () => {
  it('finds an id in front', () => {
    const line = `{"jsonrpc":"2.0","id":"a-1","method":"tools/call","params":{"x":"${LONG}"}}\n`
    assert.equal(oversizedRequestId(ends(line)), 'a-1')
  })

  it('finds an id at the end', () => {
    const line = `{"method":"tools/call","params":{"x":"${LONG}"},"jsonrpc":"2.0","id":12}\n`
    assert.equal(oversizedRequestId(ends(line)), 12)
  })

  it('does not take an id of the arguments', () => {
    const line = `{"jsonrpc":"2.0","method":"x","params":{"id":1,"x":"${LONG}","id":2}}\n`
    assert.equal(oversizedRequestId(ends(line)), null)
  })

  it('does not take an id out of a string', () => {
    const line = `{"jsonrpc":"2.0","method":"x","params":"${LONG}\\"id\\":\\"5"}\n`
    assert.equal(oversizedRequestId(ends(line)), null)
  })

  it('finds the id that a message has, whatever else is in it', () => {
    const id = fc.oneof(fc.integer(), fc.string({ maxLength: 20 }))
    fc.assert(
      fc.property(id, fc.object(), (id, params) => {
        const line = JSON.stringify({ jsonrpc: '2.0', method: 'x', params: { params, LONG }, id })
        assert.equal(oversizedRequestId(ends(`${line}\n`)), id)
      }),
    )
  })
})
