import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { JsonText } from '#platform'

import { callResult, errorResult, jsonResult } from '../../../src/mcp/tool-result.ts'

describe('callResult()', () => {
  it('shows a string as it is', () => {
    assert.deepEqual(callResult({ kind: 'returned', json: '"a \\"b\\""', isError: false }), {
      content: [{ type: 'text', text: 'a "b"' }],
      structuredContent: { result: new JsonText('a "b"', 'string') },
      isError: false,
    })
  })

  it('shows anything else as compact JSON', () => {
    assert.deepEqual(callResult({ kind: 'returned', json: '{"ok":[1,null]}', isError: false }), {
      content: [{ type: 'text', text: '{"ok":[1,null]}' }],
      structuredContent: { result: new JsonText('{"ok":[1,null]}') },
      isError: false,
    })
  })

  it('marks a WIT err as an error and keeps its shape', () => {
    assert.deepEqual(callResult({ kind: 'returned', json: '{"err":"no such city"}', isError: true }), {
      content: [{ type: 'text', text: '{"err":"no such city"}' }],
      structuredContent: { result: new JsonText('{"err":"no such city"}') },
      isError: true,
    })
  })

  it('has no structured content where the function has no result', () => {
    assert.deepEqual(callResult({ kind: 'returned-nothing' }), { content: [{ type: 'text', text: 'null' }] })
  })

  it('shows a failure as a sentence for the model', () => {
    assert.deepEqual(callResult({ kind: 'failed', code: 'TRAPPED', message: 'The component trapped' }), {
      content: [{ type: 'text', text: 'Error: The component trapped' }],
      isError: true,
    })
  })
})

describe('errorResult()', () => {
  it('replaces lone surrogates, which strict JSON parsers refuse', () => {
    assert.deepEqual(errorResult('\uD800').content, [{ type: 'text', text: 'Error: \uFFFD' }])
  })
})

describe('jsonResult()', () => {
  it('is one text of compact JSON', () => {
    assert.deepEqual(jsonResult({ a: [1] }), { content: [{ type: 'text', text: '{"a":[1]}' }] })
  })
})
