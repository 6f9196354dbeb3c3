import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { isSameSource } from '#artifacts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('isSameSource()', () => {
  for (const [one, other] of [
    ['oci://ghcr.io/ada/weather:1.0.0', 'oci://ghcr.io/ada/weather:2.0.0'],
    ['oci://ghcr.io/ada/weather', `oci://ghcr.io/ada/weather@${DIGEST}`],
    ['https://x.com/a.wasm', 'https://x.com/a.wasm?token=1'],
    ['file:///a/x.wasm', 'file:///a/x.wasm'],
  ] as const) {
    it(`takes ${one} and ${other} for one`, () => assert.equal(isSameSource(one, other), true))
  }

  for (const [one, other] of [
    ['oci://ghcr.io/ada/weather:1.0.0', 'oci://evil.example/ada/weather:1.0.0'],
    ['oci://ghcr.io/ada/weather:1.0.0', 'oci://ghcr.io/eve/weather:1.0.0'],
    ['oci://ghcr.io/ada/weather:1.0.0', 'file:///ghcr.io/ada/weather'],
    ['https://x.com/a.wasm', 'https://y.com/a.wasm'],
    ['https://x.com/a.wasm', 'http://x.com/a.wasm'],
    ['file:///a/x.wasm', 'file:///b/x.wasm'],
    ['nonsense', 'nonsense'],
  ] as const) {
    it(`keeps ${one} and ${other} apart`, () => assert.equal(isSameSource(one, other), false))
  }
})
