import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readComponentMetadata } from '#wit'

import { block, componentOf, name } from '../../helpers/component-bytes.ts'

const CUSTOM = 0

function custom(key: string, content: string | Uint8Array) {
  return block(CUSTOM, [name(key), content])
}

describe('readComponentMetadata()', () => {
  it('reads the sections of wasm-metadata', () => {
    const component = componentOf(
      custom('version', '0.1.0'),
      custom('licenses', 'MIT'),
      custom('homepage', 'https://example.com'),
    )
    assert.deepEqual(readComponentMetadata(component), {
      version: '0.1.0',
      description: null,
      licenses: 'MIT',
      source: null,
      homepage: 'https://example.com',
      authors: null,
      revision: null,
    })
  })

  it('passes over what is no text, empty or too long', () => {
    const component = componentOf(
      custom('version', Uint8Array.of(0xff)),
      custom('description', 'x'.repeat(5000)),
      custom('source', ''),
    )
    const { version, description, source } = readComponentMetadata(component)
    assert.deepEqual([version, description, source], [null, null, null])
  })
})
