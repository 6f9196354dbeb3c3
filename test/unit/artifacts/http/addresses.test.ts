import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { isInternal, isLoopback, mayUseHttp } from '../../../../src/artifacts/http/addresses.ts'

/** The host as an URL spells it: that is what redirects are judged by. */
function hostOf(url: string): string {
  return new URL(url).hostname
}

describe('isLoopback()', () => {
  const spellings = [
    'http://localhost',
    'http://LOCALHOST.:5000',
    'http://a.localhost',
    'http://127.0.0.1',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.0.0.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
  ]
  for (const url of spellings) {
    it(`knows ${url}`, () => assert.ok(isLoopback(hostOf(url))))
  }

  for (const url of ['http://localhost.example', 'http://notlocalhost', 'http://128.0.0.1', 'http://[::2]']) {
    it(`does not mistake ${url}`, () => assert.ok(!isLoopback(hostOf(url))))
  }
})

describe('isInternal()', () => {
  for (const host of [
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[::10.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b::10.0.0.1]',
    '64:ff9b::7f00:1',
    '[2002:a00:1::]',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[ff02::1]',
  ]) {
    it(`knows ${host}`, () => assert.ok(isInternal(host)))
  }

  for (const host of [
    '93.184.216.34',
    '172.32.0.1',
    '[2606:2800::1]',
    '[64:ff9b::5db8:d822]',
    'example.com',
  ]) {
    it(`does not mistake ${host}`, () => assert.ok(!isInternal(host)))
  }
})

describe('mayUseHttp()', () => {
  it('goes by host or by host and port', () => {
    const url = new URL('http://registry.corp:5000/v2/')
    assert.ok(mayUseHttp(url, ['Registry.Corp']))
    assert.ok(mayUseHttp(url, ['registry.corp:5000']))
    assert.ok(!mayUseHttp(url, ['registry.corp:5001', 'corp', '']))
  })
})
