import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { layerKind, type LayerKind } from '../../../../src/artifacts/oci/media-types.ts'

describe('layerKind()', () => {
  const table: readonly [string, LayerKind][] = [
    ['application/wasm', 'wasm'],
    ['Application/WASM; charset=binary', 'wasm'],
    ['application/vnd.wasm.policy.v1+yaml', 'policy'],
    ['text/yaml; charset=utf-8', 'policy'],
    ['application/vnd.oci.image.layer.v1.tar', 'container'],
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'container'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'container'],
    ['application/vnd.dev.cosign.simplesigning.v1+json', 'other'],
    ['application/wasm2', 'other'],
    ['', 'other'],
  ]
  for (const [mediaType, kind] of table) {
    it(`sorts "${mediaType}" as ${kind}`, () => {
      assert.equal(layerKind(mediaType), kind)
    })
  }
})
