import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  madeFileName,
  parseFromInspectProcess,
  PART_BYTES,
} from '../../../../src/sandbox/protocol/inspect-protocol.ts'

const anything = fc.anything({ withBigInt: true, withMap: true, withSparseArray: true, withTypedArray: true })
const nearly = fc.record(
  {
    kind: fc.oneof(fc.constantFrom('part', 'made', 'refused', 'constructor'), anything),
    bytes: fc.oneof(fc.uint8Array(), anything),
    isLast: fc.oneof(fc.boolean(), anything),
    reason: fc.oneof(fc.constantFrom('invalid', 'damaged', 'toString'), anything),
    message: fc.oneof(fc.string(), anything),
  },
  { requiredKeys: [] },
)

describe('parseFromInspectProcess()', () => {
  it('takes whatever a process sends without throwing, and gives only what the protocol knows', () => {
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (message) => {
        const parsed = parseFromInspectProcess(message)
        if (parsed?.kind === 'refused') assert.ok(parsed.message.length <= 4_096)
        if (parsed?.kind === 'part') assert.ok(parsed.bytes.length <= PART_BYTES)
      }),
      { numRuns: 2_000 },
    )
  })

  it('cuts what a refusal says', () => {
    const message = { kind: 'refused', reason: 'invalid', message: 'x'.repeat(1_000_000) }
    const parsed = parseFromInspectProcess(message)
    assert.ok(parsed?.kind === 'refused')
    assert.equal(parsed.message.length, 4_096)
  })

  for (const [what, bytes, isLast] of [
    ['a part that is too long', PART_BYTES + 1, true],
    ['a part that is not the last and short: a million of them would be a megabyte', 1, false],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.equal(parseFromInspectProcess({ kind: 'part', bytes: new Uint8Array(bytes), isLast }), null)
    })
  }

  it('lets a process name no file', () => {
    const part = { kind: 'part', bytes: new Uint8Array(1), isLast: true, name: '../x' }
    assert.deepEqual(Object.keys(parseFromInspectProcess(part) ?? {}), ['kind', 'bytes', 'isLast'])
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((index) => madeFileName(index)),
      [
        'description.json',
        'component.mjs',
        'component.core.wasm',
        'component.core2.wasm',
        'component.core3.wasm',
      ],
    )
  })
})
