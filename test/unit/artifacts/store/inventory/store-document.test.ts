import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { parseStoreDocument } from '../../../../../src/artifacts/store/inventory/store-document.ts'

const [CONFIG, LAYER, SUBJECT] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`)

function parse(document: unknown): unknown {
  return parseStoreDocument(Buffer.from(JSON.stringify(document)))
}

describe('parseStoreDocument()', () => {
  it('tells what a manifest needs, each blob once', () => {
    const layers = [{ digest: LAYER }, { digest: LAYER }]
    assert.deepEqual(parse({ schemaVersion: 2, config: { digest: CONFIG }, layers }), {
      mediaType: null,
      isIndex: false,
      children: [CONFIG, LAYER],
      subject: null,
    })
  })

  it('tells what an index needs, and what a signature is about', () => {
    const mediaType = 'application/vnd.oci.image.index.v1+json'
    const index = {
      schemaVersion: 2,
      mediaType,
      manifests: [{ digest: LAYER }],
      subject: { digest: SUBJECT },
    }
    assert.deepEqual(parse(index), { mediaType, isIndex: true, children: [LAYER], subject: SUBJECT })
  })

  it('takes nothing else for one', () => {
    const config = { architecture: 'wasm', os: 'wasip2', layerDigests: [LAYER] }
    const wrong = { schemaVersion: 2, layers: [{ digest: 'sha256:../../etc/passwd' }] }
    for (const document of [config, wrong, { schemaVersion: 2 }, [], null, 'x']) {
      assert.equal(parse(document), null)
    }
    assert.equal(parseStoreDocument(Buffer.from('not JSON')), null)
  })

  it('throws for no bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          parseStoreDocument(bytes)
        },
      ),
    )
  })
})
