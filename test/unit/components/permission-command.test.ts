import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { approveCommand, grantRequestedCommand } from '#components'

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
