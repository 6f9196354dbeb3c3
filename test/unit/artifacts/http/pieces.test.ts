import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { HttpResponse } from '../../../../src/artifacts/http/http-request.ts'
import { piecesOf } from '../../../../src/artifacts/http/pieces.ts'

/** An answer in pieces of so many bytes, and how many of them were read. */
function answer(
  bytes: number,
  count: number,
): { readonly response: HttpResponse; readonly read: () => number } {
  let read = 0
  async function* body(): AsyncGenerator<Uint8Array> {
    for (; read < count; read++) yield new Uint8Array(bytes)
  }
  const url = new URL('https://registry.example/')
  return {
    response: { status: 200, headers: {}, url, body: body(), discard: async () => {} },
    read: () => read,
  }
}

async function sizeOf(response: HttpResponse): Promise<number> {
  let size = 0
  for await (const piece of piecesOf(response)) size += piece.length
  return size
}

describe('the pieces of an answer', () => {
  it('are read to the end, few small ones as well as many', async () => {
    assert.equal(await sizeOf(answer(1, 4_096).response), 4_096)
    assert.equal(await sizeOf(answer(64, 20_000).response), 1_280_000)
  })

  it('are refused when it comes in crumbs, long before its end', async () => {
    const { response, read } = answer(1, 1_000_000)
    await assert.rejects(sizeOf(response), { code: 'DOWNLOAD_REFUSED' })
    assert.ok(read() < 5_000)
  })
})
