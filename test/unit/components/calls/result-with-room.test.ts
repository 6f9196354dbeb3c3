import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SharedRoom } from '#platform'

import { ResultWithRoom } from '../../../../src/components/calls/result-with-room.ts'
import { piecesOf } from '../../../helpers/crossed-values.ts'

const STRING = { kind: 'string' } as const
const PIECES = [...piecesOf('x'.repeat(300_000))]

function filled(shared: SharedRoom, pieces: readonly Uint8Array[] = PIECES): ResultWithRoom {
  const result = new ResultWithRoom(STRING, { room: shared.open() })
  for (const piece of pieces) result.push(piece)
  return result
}

describe('ResultWithRoom', () => {
  it('takes room while it grows past what is small', () => {
    const shared = new SharedRoom(1_000_000)
    assert.equal(filled(shared).end().json?.length, 300_002)
    assert.ok(shared.bytesLeft <= 1_000_000 - 200_000, String(shared.bytesLeft))
    const before = shared.bytesLeft
    filled(shared, [...piecesOf('small')]).end()
    assert.equal(shared.bytesLeft, before)
  })

  it('is heard to its end without room, fails then, and keeps none of what the others share', () => {
    const shared = new SharedRoom(100_000)
    const refused = filled(shared)
    assert.equal(shared.bytesLeft, 100_000)
    assert.throws(() => refused.end(), { code: 'RESULT_NO_ROOM' })
  })

  it('fails at once when what has no room goes on and on', () => {
    const refused = filled(new SharedRoom(0))
    const piece = new Uint8Array(16 * 1024 * 1024)
    assert.throws(() => Array.from({ length: 5 }, () => refused.push(piece)), { code: 'RESULT_NO_ROOM' })
  })
})
