import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { approveCommand, grantCommand, grantRequestedCommand } from '#components'

describe('approveCommand()', () => {
  it('can be pasted into a shell, whatever the folder is called', () => {
    assert.equal(
      approveCommand('0000abcd', '/home/ada/components'),
      'wassette permission approve 0000abcd --component-dir /home/ada/components',
    )
    assert.equal(
      approveCommand('0000abcd', "/home/ada/it's $(here)"),
      String.raw`wassette permission approve 0000abcd --component-dir '/home/ada/it'\''s $(here)'`,
    )
  })
})

describe('grantRequestedCommand()', () => {
  it('names the component', () => {
    assert.equal(
      grantRequestedCommand('weather', '/c'),
      'wassette permission grant requested weather --component-dir /c',
    )
  })
})

describe('grantCommand()', () => {
  for (const [grant, words] of [
    [
      { kind: 'storage', uri: 'fs:///a b', access: ['read', 'write'] },
      "storage x 'fs:///a b' --access read,write",
    ],
    [{ kind: 'network', host: 'tcp://a.host:22' }, 'network x tcp://a.host:22'],
    [{ kind: 'environment', key: 'A' }, 'environment-variable x A'],
    [{ kind: 'state', quota: '10Mi' }, 'state x 10Mi'],
  ] as const) {
    it(`grants ${grant.kind}`, () => {
      assert.equal(grantCommand('x', grant, '/c'), `wassette permission grant ${words} --component-dir /c`)
    })
  }
})
