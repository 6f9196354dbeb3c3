import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { limitLines, type OversizedLine } from '../../../../src/mcp/transports/limit-lines.ts'

describe('limitLines()', () => {
  it('drops a line that is too long and passes the next', async () => {
    const { passed, dropped } = await run([Buffer.from(`ab\n${'x'.repeat(9)}`), Buffer.from('xx\ncd\n')], 8)
    assert.equal(passed, 'ab\ncd\n')
    assert.equal(dropped.length, 1)
  })

  it('keeps both ends of what it drops', async () => {
    const long = `{"id":7,${'x'.repeat(5000)}"end":1}`
    const { dropped } = await run(
      [Buffer.from(long.slice(0, 3000)), Buffer.from(`${long.slice(3000)}\n`)],
      4000,
    )
    assert.equal(dropped[0]?.head, long.slice(0, 1024))
    assert.equal(dropped[0]?.tail, `${long}\n`.slice(-1024))
  })

  it('keeps both ends of what comes in one piece', async () => {
    const { dropped } = await run([Buffer.from(`{"id":7,${'x'.repeat(5000)}}\n`)], 100)
    assert.ok(dropped[0]?.head.startsWith('{"id":7,xxx'))
    assert.ok(dropped[0]?.tail.endsWith('xxx}\n'))
  })

  it('does not pass on a line without its end', async () => {
    assert.equal((await run([Buffer.from('ab\ncd')], 100)).passed, 'ab\n')
  })

  it('passes every line within the limit, however the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(30), { minLength: 1 }), async (lines, sizes) => {
        const text = lines.map((each) => `${each}\n`)
        const { passed, dropped } = await run(cut(Buffer.from(text.join('')), sizes), 16)
        assert.equal(passed, text.filter(isShort).join(''))
        assert.equal(dropped.length, text.filter((each) => !isShort(each)).length)
      }),
    )
  })
})

const isShort = (line: string) => Buffer.byteLength(line) <= 16

async function run(chunks: readonly Buffer[], maxBytes: number) {
  const dropped: OversizedLine[] = []
  const stream = Readable.from(chunks).pipe(limitLines(maxBytes, (line) => dropped.push(line)))
  const passed: Uint8Array[] = await stream.toArray()
  return { passed: Buffer.concat(passed).toString(), dropped }
}

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = (sizes[index % sizes.length] ?? 0) + 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}
