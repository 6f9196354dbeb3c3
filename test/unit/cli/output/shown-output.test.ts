import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, it } from 'node:test'

import { ShownOutput } from '../../../../src/cli/output/shown-output.ts'

const HOSTILE = 'a\u001B]0;title\u0007\u009B2K\r\u202E\u2066\u2028\u200B\u{E0041}b'
const ESCAPED = String.raw`a\u001b]0;title\u0007\u009b2K\u000d\u202e\u2066\u2028\u200b\udb40\udc41b`

async function written(stream: PassThrough): Promise<string> {
  return Buffer.concat(await stream.end().toArray()).toString()
}

describe('ShownOutput', () => {
  it('shows as an escape what moves a cursor, turns a line around or hides', async () => {
    const stream = new PassThrough()
    new ShownOutput(stream).write(`${HOSTILE}\n\tほげ\n`)
    assert.equal(await written(stream), `${ESCAPED}\n\tほげ\n`)
  })

  it('leaves JSON the same data', async () => {
    const stream = new PassThrough()
    new ShownOutput(stream).write(JSON.stringify({ [HOSTILE]: HOSTILE }))
    assert.deepEqual(JSON.parse(await written(stream)), { [HOSTILE]: HOSTILE })
  })

  it('writes every character to a program, and none that hides to a terminal', async () => {
    const [pipe, terminal] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: true })]
    for (const stream of [pipe, terminal]) new ShownOutput(stream).writeToProgram(HOSTILE)
    assert.equal(await written(pipe), HOSTILE)
    assert.equal(await written(terminal), ESCAPED)
  })
})
