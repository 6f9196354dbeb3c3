import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { CallFiles } from '../../../src/sandbox/guest-process/call-files.ts'
import {
  type FileUse,
  MAX_FILE_USES,
  parseFromComponentProcess,
} from '../../../src/sandbox/protocol/component-protocol.ts'

const READ = { path: '/a', access: 'read' } as const

const USE = { ...READ, count: 1, bytes: 0 }
const message = (use: unknown, others: unknown = 0) => ({ kind: 'used', id: 1, uses: [use], others })

describe('CallFiles', () => {
  it('tells the first use at once, and at the end what it came to', () => {
    const files = new CallFiles()
    const told: FileUse[][] = []
    assert.equal(files.hasCall, false)
    files.attach((uses) => told.push(uses.map((use) => ({ ...use }))))
    assert.equal(files.hasCall, true)
    files.add(READ)
    files.add({ ...READ, access: 'write' })
    files.add(READ)
    files.addBytes('/a', 'read', 5)
    files.addBytes('/other', 'read', 5)
    files.settle()
    assert.deepEqual(told, [
      [{ ...READ, count: 1, bytes: 0 }],
      [{ ...READ, access: 'write', count: 1, bytes: 0 }],
      [{ ...READ, count: 2, bytes: 5 }],
    ])
  })

  it('tells of no more paths than a call may, in messages that the host takes, and counts the rest', () => {
    const files = new CallFiles()
    const told: { uses: readonly FileUse[]; others: number }[] = []
    files.attach((uses, others) => told.push({ uses, others }))
    for (let index = 0; index < 10_000; index++) files.add({ ...READ, path: `/${index}${'x'.repeat(9_000)}` })
    files.settle()
    assert.equal(told.length, MAX_FILE_USES + 1)
    assert.equal(told.at(-1)?.others, 10_000 - MAX_FILE_USES)
    for (const { uses, others } of told) {
      const message = { kind: 'used', id: 1, uses, others }
      assert.deepEqual(parseFromComponentProcess(message), message)
    }
  })
})

describe('parseFromComponentProcess()', () => {
  it('takes no use that is none', () => {
    for (const wrong of [
      null,
      { ...USE, path: 'x'.repeat(10_000) },
      { ...USE, access: 'own' },
      { ...USE, count: -1 },
      { ...USE, count: 0.5 },
      { ...USE, bytes: '1' },
    ]) {
      assert.equal(parseFromComponentProcess(message(wrong)), null)
    }
    assert.equal(parseFromComponentProcess(message(USE, -1)), null)
    const many = { ...message(USE), uses: Array.from({ length: MAX_FILE_USES + 1 }, () => USE) }
    assert.equal(parseFromComponentProcess(many), null)
  })
})
