import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { bodyLengthOf, ofLength } from '../../../../src/sandbox/egress/body-length.ts'
import { FlowFailure } from '../../../../src/sandbox/egress/flow-failure.ts'
import type { HttpRequestHead } from '../../../../src/sandbox/protocol/egress-protocol.ts'

function head(lengths: readonly string[], bodyLength: number | null): HttpRequestHead {
  return {
    kind: 'http',
    method: 'POST',
    scheme: 'http',
    authority: 'a.example',
    pathWithQuery: '/',
    headers: [
      ['x', Buffer.from('1')],
      ...lengths.map(
        (text, index) => [index === 0 ? 'content-length' : 'Content-Length', Buffer.from(text)] as const,
      ),
    ],
    bodyLength,
    timeouts: { connectMs: null, firstByteMs: null, betweenBytesMs: null },
  }
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FlowFailure && error.flowError.code === code
}

describe('bodyLengthOf()', () => {
  it('is what the headers or the process say, where they agree', () => {
    assert.equal(bodyLengthOf(head([], null)), null)
    assert.equal(bodyLengthOf(head([], 0)), 0)
    assert.equal(bodyLengthOf(head(['3'], null)), 3)
    assert.equal(bodyLengthOf(head(['03'], 3)), 3)
  })

  it('refuses every other spelling of a length, and two of them', () => {
    for (const text of ['+3', '-3', '', ' 3', '3 ', '3, 3', '0x3', '3.0', '1e3', '٣', '9'.repeat(16)]) {
      assert.throws(() => bodyLengthOf(head([text], null)), failsWith('invalid-request'), text)
    }
    assert.throws(() => bodyLengthOf(head(['3', '3'], null)), failsWith('invalid-request'))
  })

  it('refuses headers that name another length than the process', () => {
    for (const bodyLength of [0, 2, 4]) {
      assert.throws(() => bodyLengthOf(head(['3'], bodyLength)), failsWith('request-body-size'))
    }
  })
})

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

describe('ofLength()', () => {
  it('passes on a body of that length', async () => {
    const passed = await Array.fromAsync(ofLength(3, chunks('a', 'bc')))
    assert.equal(Buffer.concat(passed).toString(), 'abc')
  })

  it('passes nothing on of the chunk that is too much', async () => {
    const passed: string[] = []
    const passing = async (): Promise<void> => {
      for await (const chunk of ofLength(3, chunks('ab', 'cdef'))) passed.push(Buffer.from(chunk).toString())
    }
    await assert.rejects(passing, failsWith('request-body-size'))
    assert.deepEqual(passed, ['ab'])
  })

  it('has no end before the last byte', async () => {
    await assert.rejects(Array.fromAsync(ofLength(3, chunks('ab'))), failsWith('request-body-size'))
  })
})
