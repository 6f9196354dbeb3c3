import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { CodedError } from '#platform'

import { INDEX_TYPE, MANIFEST_TYPE } from '../../../../src/artifacts/oci/media-types.ts'
import { parseManifest } from '../../../../src/artifacts/oci/manifest.ts'

const LAYER = { mediaType: 'application/wasm', digest: `sha256:${'a'.repeat(64)}`, size: 5 }

function parse(document: unknown): unknown {
  return parseManifest(Buffer.from(JSON.stringify(document)), 'a')
}

describe('parseManifest()', () => {
  it('reads the layers of a manifest and leaves the rest', () => {
    const extra = { ...LAYER, annotations: { a: 'b' }, urls: ['https://example.com'] }
    const config = { mediaType: 'a', digest: LAYER.digest, size: 2 }
    assert.deepEqual(parse({ schemaVersion: 2, config, layers: [extra] }), {
      kind: 'manifest',
      config,
      layers: [{ ...LAYER, annotations: { a: 'b' } }],
      annotations: {},
    })
  })

  it('leaves out a config that nobody can fetch', () => {
    for (const config of [undefined, null, { mediaType: 'a' }, { ...LAYER, digest: 'sha512:aa' }]) {
      assert.deepEqual(parse({ config, layers: [LAYER] }), {
        kind: 'manifest',
        config: null,
        layers: [LAYER],
        annotations: {},
      })
    }
  })

  it('reads the entries of an index', () => {
    const entry = { ...LAYER, platform: { architecture: 'wasm', os: 'wasip2' } }
    assert.deepEqual(parse({ manifests: [entry] }), { kind: 'index', entries: [entry] })
  })

  const refused: readonly [string, unknown, RegExp][] = [
    ['with the entries of an index', { layers: [LAYER], manifests: [LAYER] }, /at once/],
    ['with a config beside entries', { config: LAYER, manifests: [LAYER] }, /at once/],
    ['that says it is an index', { mediaType: INDEX_TYPE, layers: [LAYER] }, /"mediaType"/],
    ['that is an index and says it is none', { mediaType: MANIFEST_TYPE, manifests: [LAYER] }, /"mediaType"/],
    ['without layers', {}, /"layers" is missing or wrong/],
    ['with a digest of another kind', { layers: [{ ...LAYER, digest: 'sha512:aa' }] }, /"layers.0.digest"/],
    [
      'with upper-case digits',
      { layers: [{ ...LAYER, digest: `sha256:${'A'.repeat(64)}` }] },
      /"layers.0.digest"/,
    ],
    ['with a size below nothing', { layers: [{ ...LAYER, size: -1 }] }, /"layers.0.size"/],
    ['with a size beyond all numbers', { layers: [{ ...LAYER, size: 2 ** 60 }] }, /"layers.0.size"/],
    ['with half a byte', { layers: [{ ...LAYER, size: 1.5 }] }, /"layers.0.size"/],
  ]
  for (const [what, document, message] of refused) {
    it(`refuses one ${what}`, () => {
      assert.throws(() => parse(document), { code: 'MANIFEST_INVALID', message })
    })
  }

  it('answers any document with a manifest or a coded error', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        try {
          parseManifest(Buffer.from(json), 'a')
        } catch (error) {
          assert.ok(error instanceof CodedError)
        }
      }),
    )
  })

  it('is not upset by depth or by bytes that are no text', () => {
    const deep = Buffer.from('['.repeat(1_000_000))
    assert.throws(() => parseManifest(deep, 'a'), { code: 'MANIFEST_INVALID' })
    assert.throws(() => parseManifest(Buffer.from([0xff, 0xfe]), 'a'), { code: 'MANIFEST_INVALID' })
  })
})
