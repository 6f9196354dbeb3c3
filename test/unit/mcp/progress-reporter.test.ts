import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { progressReporter, type ProgressUpdate } from '../../../src/mcp/progress-reporter.ts'

describe('progressReporter()', () => {
  it('adds up the phases of a load', () => {
    const updates: ProgressUpdate[] = []
    const report = progressReporter((update) => updates.push(update))
    report({ message: 'Fetching', done: 0, total: 10 })
    report({ message: 'Fetched', done: 10, total: 10 })
    report({ message: 'Compiling', done: 1, total: 2 })
    assert.deepEqual(updates, [
      { message: 'Fetching', progress: 0, total: 10 },
      { message: 'Fetched', progress: 10, total: 10 },
      { message: 'Compiling', progress: 11, total: 12 },
    ])
  })

  it('has news though nothing more is done', () => {
    const updates: ProgressUpdate[] = []
    const report = progressReporter((update) => updates.push(update))
    report({ message: 'Fetched', done: 10, total: 10 })
    report({ message: 'Inspecting', done: 10, total: 10 })
    assert.deepEqual(updates[1], { message: 'Inspecting', progress: 11, total: 11 })
  })

  it('leaves the total out while it is unknown', () => {
    const updates: ProgressUpdate[] = []
    progressReporter((update) => updates.push(update))({ message: 'Fetching', done: 3, total: null })
    assert.deepEqual(updates, [{ message: 'Fetching', progress: 3 }])
  })

  it('holds back what follows at once with the same message', () => {
    const updates: ProgressUpdate[] = []
    let now = 0
    const report = progressReporter(
      (update) => updates.push(update),
      () => now,
    )
    for (const at of [0, 50, 100]) {
      now = at
      report({ message: 'Fetching', done: at, total: null })
    }
    assert.deepEqual(
      updates.map((update) => update.progress),
      [0, 100],
    )
  })

  it('only ever grows', () => {
    const progress = fc.record({
      message: fc.constantFrom('a', 'b'),
      done: fc.nat(100),
      total: fc.option(fc.nat(100)),
    })
    fc.assert(
      fc.property(fc.array(progress), (reports) => {
        const values: number[] = []
        const report = progressReporter((update) => values.push(update.progress))
        for (const each of reports) report(each)
        assert.ok(values.every((value, index) => index === 0 || value > (values[index - 1] ?? Infinity)))
      }),
    )
  })
})
