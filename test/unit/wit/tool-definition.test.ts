import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readPackageDocs, toToolDefinition, type WitFunction, type WitType } from '../../../src/wit/index.ts'

const POINT: WitType = { kind: 'record', name: 'point', fields: [{ name: 'x', type: { kind: 'u8' } }] }

const MOVE: WitFunction = {
  interface: 'a:b/shapes@1.0.0',
  name: 'move',
  isAsync: false,
  parameters: [
    { name: 'from-point', type: POINT },
    { name: 'by', type: { kind: 'option', some: { kind: 'u8' } } },
  ],
  result: { kind: 'string' },
}

const BYTE = { type: 'integer', minimum: 0, maximum: 255 }

describe('toToolDefinition()', () => {
  it('shows parameters by their WIT names, requires all but options, and wraps the result', () => {
    assert.deepEqual(toToolDefinition(MOVE, { name: 'move' }), {
      name: 'move',
      description: 'Calls the function "move" of the component\'s interface "a:b/shapes@1.0.0"',
      inputSchema: {
        type: 'object',
        properties: {
          'from-point': { type: 'object', properties: { x: BYTE }, required: ['x'] },
          by: { anyOf: [{ type: 'null' }, BYTE] },
        },
        required: ['from-point'],
      },
      outputSchema: { type: 'object', properties: { result: { type: 'string' } }, required: ['result'] },
    })
  })

  it('has no outputSchema without a result', () => {
    const tool = toToolDefinition(
      { ...MOVE, interface: null, parameters: [], result: null },
      { name: 'move' },
    )
    assert.deepEqual(tool, {
      name: 'move',
      description: 'Calls the component\'s function "move"',
      inputSchema: { type: 'object', properties: {}, required: [] },
    })
  })

  it('takes the words of the author for the function and its types', () => {
    const docs = docsOf({
      shapes: {
        funcs: { move: { docs: 'Moves.' } },
        types: { point: { docs: 'A place.', items: { x: 'East.' } } },
      },
      others: { types: { point: { docs: 'Not this one.' } } },
    })
    const { description, inputSchema } = toToolDefinition(MOVE, { name: 'move', docs })
    assert.equal(description, 'Moves.')
    assert.partialDeepStrictEqual(inputSchema, {
      properties: {
        'from-point': {
          type: 'object',
          properties: { x: { ...BYTE, description: 'East.' } },
          required: ['x'],
          description: 'A place.',
        },
      },
    })
  })

  it('stops repeating a long text about a type', () => {
    const docs = docsOf({ shapes: { types: { point: { docs: 'x'.repeat(4000) } } } })
    const parameters = Array.from({ length: 500 }, (_, index) => ({ name: `p${index}`, type: POINT }))
    const tool = toToolDefinition({ ...MOVE, parameters }, { name: 'move', docs })
    assert.ok(JSON.stringify(tool).length < 100_000)
  })
})

function docsOf(interfaces: unknown): ReturnType<typeof readPackageDocs> {
  return readPackageDocs(Uint8Array.from([1, ...Buffer.from(JSON.stringify({ interfaces }))]))
}
