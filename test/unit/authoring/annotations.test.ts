import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { annotationsOf } from '../../../src/authoring/annotations.ts'

const NOTHING = {
  version: null,
  description: null,
  licenses: null,
  source: null,
  homepage: null,
  authors: null,
  revision: null,
}

describe('annotationsOf()', () => {
  it('writes what a component says about itself under the names of the image specification', () => {
    const metadata = {
      version: '0.1.0',
      description: 'counts',
      licenses: 'MIT',
      source: 'https://example.com/source',
      homepage: 'https://example.com',
      authors: 'A. Author',
      revision: 'abc',
    }
    assert.deepEqual(annotationsOf(metadata, { tag: null, given: {} }), {
      'org.opencontainers.image.version': '0.1.0',
      'org.opencontainers.image.description': 'counts',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.source': 'https://example.com/source',
      'org.opencontainers.image.url': 'https://example.com',
      'org.opencontainers.image.authors': 'A. Author',
      'org.opencontainers.image.revision': 'abc',
    })
  })

  it('takes the tag for the version where it is one', () => {
    const key = 'org.opencontainers.image.version'
    const metadata = { ...NOTHING, version: '0.1.0' }
    assert.deepEqual(annotationsOf(metadata, { tag: '0.2.0-rc.1', given: {} }), { [key]: '0.2.0-rc.1' })
    assert.deepEqual(annotationsOf(metadata, { tag: 'v0.2.0', given: {} }), { [key]: '0.1.0' })
  })

  it('lets what is given win', () => {
    const given = { 'org.opencontainers.image.version': '9', mine: 'yes' }
    assert.deepEqual(annotationsOf(NOTHING, { tag: '1.0.0', given }), given)
  })

  it('is absent where there is nothing to say, as wkg leaves it out', () => {
    assert.equal(annotationsOf(NOTHING, { tag: 'latest', given: {} }), undefined)
  })
})
