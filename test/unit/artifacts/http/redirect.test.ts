import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { HttpRequest } from '../../../../src/artifacts/http/http-request.ts'
import { followRedirect } from '../../../../src/artifacts/http/redirect.ts'

const NOBODY = { insecureHosts: [], insideHosts: [] }

function getOf(url: string): HttpRequest {
  return { method: 'GET', url: new URL(url), headers: { authorization: 'Basic secret', range: 'bytes=1-' } }
}

describe('followRedirect()', () => {
  it('keeps the login on the same origin', () => {
    const next = followRedirect(getOf('https://ghcr.io/a'), '/b#part', NOBODY)
    assert.deepEqual(next, { ...getOf('https://ghcr.io/b') })
  })

  for (const location of ['https://cdn.ghcr.io/b', 'https://ghcr.io:8443/b', '//other.example/b']) {
    it(`drops the login on the way to ${location}`, () => {
      const next = followRedirect(getOf('https://ghcr.io/a'), location, NOBODY)
      assert.deepEqual(next.headers, { range: 'bytes=1-' })
    })
  }

  const refused: readonly [string, string | undefined][] = [
    ['https://ghcr.io/a', undefined],
    ['https://ghcr.io/a', 'http://ghcr.io/b'],
    ['https://ghcr.io/a', 'http://127.0.0.1/b'],
    ['https://ghcr.io/a', 'https://127.0.0.1/b'],
    ['https://ghcr.io/a', 'https://192.168.1.1/b'],
    ['https://ghcr.io/a', 'https://[fd00::1]/b'],
    ['https://ghcr.io/a', 'https://user:password@other.example/b'],
    ['https://ghcr.io/a', 'data:application/wasm,x'],
    ['http://127.0.0.1:5000/a', 'http://other.example/b'],
    ['http://127.0.0.1:5000/a', 'https://10.0.0.1/b'],
  ]
  for (const [from, location] of refused) {
    it(`refuses ${location} after ${from}`, () => {
      assert.throws(() => followRedirect(getOf(from), location, NOBODY), { code: 'REDIRECT_REFUSED' })
    })
  }

  it('lets the settings name a host that may be plain', () => {
    const next = followRedirect(getOf('http://registry.corp:5000/a'), 'http://10.0.0.1:9000/b', {
      insecureHosts: ['10.0.0.1:9000'],
      insideHosts: ['10.0.0.1'],
    })
    assert.equal(next.url.href, 'http://10.0.0.1:9000/b')
  })

  it('never sends a form elsewhere', () => {
    const form = { ...getOf('https://ghcr.io/token'), method: 'POST' } as const
    assert.throws(() => followRedirect(form, 'https://ghcr.io/other', NOBODY), { code: 'REDIRECT_REFUSED' })
  })
})
