import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseFromComponentProcess } from '../../../../src/sandbox/protocol/component-protocol.ts'

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
})
const kind = fc.constantFrom(
  'ready',
  'waiting',
  'open-failed',
  'returned',
  'failed',
  'output',
  'dropped',
  'denied',
  'used',
  'constructor',
)
/** A message that is right in some of its parts. */
const nearly = fc.record(
  {
    kind: fc.oneof(kind, anything),
    id: fc.oneof(fc.integer(), anything),
    message: fc.oneof(fc.string(), anything),
    reason: fc.oneof(fc.constantFrom('trap', 'memory', 'invalid', 'toString'), anything),
    stream: fc.oneof(fc.constantFrom('stdout', 'stdin'), anything),
    text: fc.oneof(fc.string(), anything),
    value: anything,
  },
  { requiredKeys: [] },
)

describe('parseFromComponentProcess()', () => {
  it('takes whatever a process sends without throwing, and gives only what the protocol knows', () => {
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (message) => {
        const parsed = parseFromComponentProcess(message)
        if (parsed === null) return
        assert.ok(!('id' in parsed) || Number.isSafeInteger(parsed.id))
        assert.ok(parsed.kind !== 'failed' || typeof parsed.message === 'string')
        assert.ok(!('text' in parsed) || typeof parsed.text === 'string')
      }),
      { numRuns: 2_000 },
    )
  })

  it('drops what it does not know of a message', () => {
    assert.deepEqual(parseFromComponentProcess({ kind: 'ready', more: 1 }), { kind: 'ready' })
    assert.deepEqual(
      parseFromComponentProcess({ kind: 'failed', id: 1, reason: 'trap', message: 'm', settle: 'x' }),
      { kind: 'failed', id: 1, reason: 'trap', message: 'm' },
    )
  })

  it('cuts off a text that is longer than our own code writes', () => {
    const message = 'x'.repeat(1_000_000)
    const failed = parseFromComponentProcess({ kind: 'failed', id: 1, reason: 'trap', message })
    assert.deepEqual(failed, { kind: 'failed', id: 1, reason: 'trap', message: 'x'.repeat(4096) })
    const notOpened = parseFromComponentProcess({ kind: 'open-failed', reason: 'trap', message })
    assert.deepEqual(notOpened, { kind: 'open-failed', reason: 'trap', message: 'x'.repeat(4096) })
  })

  for (const message of [
    null,
    'ready',
    { kind: 'open' },
    { kind: 'returned', id: '1', bytes: new Uint8Array(1) },
    { kind: 'returned', id: 1.5, bytes: new Uint8Array(1) },
    { kind: 'returned', id: NaN, bytes: new Uint8Array(1) },
    { kind: 'returned', id: 1, bytes: 'text' },
    { kind: 'failed', id: 1, reason: 'toString', message: '' },
    { kind: 'failed', id: 1, reason: 'trap' },
    { kind: 'output', id: 1, stream: 'stdin', text: '' },
    { kind: 'output', id: 1, stream: 'stdout', text: new Uint8Array(1) },
    { kind: 'open-failed', message: {} },
  ]) {
    it(`refuses ${JSON.stringify(message)}`, () => {
      assert.equal(parseFromComponentProcess(message), null)
    })
  }
})
