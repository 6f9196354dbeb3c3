import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { buildWasmArtifact } from '../../../../src/artifacts/oci/wasm-artifact.ts'

const COMPONENT = `sha256:${'a'.repeat(64)}` as const
const POLICY = `sha256:${'b'.repeat(64)}` as const

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

describe('buildWasmArtifact()', () => {
  const artifact = buildWasmArtifact({
    layers: [
      { mediaType: 'application/wasm', digest: COMPONENT, size: 772_714, title: 'component.wasm' },
      { mediaType: 'application/vnd.wasm.policy.v1+yaml', digest: POLICY, size: 94, title: 'policy.yaml' },
    ],
    component: { exports: ['fetch'], imports: ['wasi:io/poll@0.2.3', 'wasi:http/types@0.2.0'] },
    created: new Date('2026-11-22T08:46:27.552Z'),
    annotations: { 'org.opencontainers.image.version': '0.1.0' },
  })

  it('writes the config as wkg does', () => {
    assert.equal(
      text(artifact.config),
      `{"created":"2026-11-22T08:46:27.552Z","author":null,"architecture":"wasm","os":"wasip2","layerDigests":["${COMPONENT}","${POLICY}"],"component":{"exports":["fetch"],"imports":["wasi:io/poll@0.2.3","wasi:http/types@0.2.0"],"target":null}}`,
    )
  })

  it('writes the manifest as wkg does: sorted keys, no blanks', () => {
    assert.equal(
      text(artifact.manifest),
      `{"annotations":{"org.opencontainers.image.version":"0.1.0"},"config":{"digest":"sha256:ddad62981c4eae1fa3626b9bac0b53a5d419f8dd26289f6d2c1fb2eaa4e0a26a","mediaType":"application/vnd.wasm.config.v0+json","size":358},"layers":[{"annotations":{"org.opencontainers.image.title":"component.wasm"},"digest":"${COMPONENT}","mediaType":"application/wasm","size":772714},{"annotations":{"org.opencontainers.image.title":"policy.yaml"},"digest":"${POLICY}","mediaType":"application/vnd.wasm.policy.v1+yaml","size":94}],"mediaType":"application/vnd.oci.image.manifest.v1+json","schemaVersion":2}`,
    )
  })
})
