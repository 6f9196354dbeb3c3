import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, it } from 'node:test'

import { ProgressLine } from '../../../../src/cli/output/progress-line.ts'
import { ShownOutput } from '../../../../src/cli/output/shown-output.ts'

describe('ProgressLine', () => {
  it('writes over itself on a terminal and leaves nothing behind', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true })
    const line = new ProgressLine(new ShownOutput(terminal))
    line.show({ message: 'Fetching', done: 1, total: null })
    line.show({ message: 'Fetching', done: 1, total: 3 })
    line.show({ message: 'Fetching', done: 1, total: 3 })
    line.clear()
    line.clear()
    assert.equal(
      (await terminal.end().toArray()).join(''),
      '\r\u001B[2KFetching\r\u001B[2KFetching 33%\r\u001B[2K',
    )
  })

  it('shows a name in it on that one line', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true })
    new ProgressLine(new ShownOutput(terminal)).show({ message: 'a\n\u009B2Kb', done: 1, total: null })
    assert.equal((await terminal.end().toArray()).join(''), '\r\u001B[2Ka\\u{a}\\u{9b}2Kb')
  })

  it('writes nothing where there is no terminal', async () => {
    const pipe = new PassThrough()
    const line = new ProgressLine(new ShownOutput(pipe))
    line.show({ message: 'Fetching', done: 1, total: null })
    line.clear()
    assert.deepEqual(await pipe.end().toArray(), [])
  })
})
