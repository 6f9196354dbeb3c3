import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { readTextEncodings } from '../../../src/wit/binary/text-encoding.ts'
import { echoComponent } from '../../helpers/canonical/echo-component.ts'

const STRING = [{ kind: 'string' }] as const

describe('readTextEncodings()', () => {
  it('has nothing to say of UTF-8 and UTF-16', async () => {
    for (const encoding of ['utf8', 'utf16'] as const) {
      const { bytes } = await echoComponent(STRING, { encoding })
      assert.deepEqual(readTextEncodings(bytes), { kind: 'plain' })
    }
    const { bytes } = await echoComponent(STRING, { encoding: 'utf8', through: 'utf16', isAsync: true })
    assert.deepEqual(readTextEncodings(bytes), { kind: 'plain' })
  })

  it('says UTF-16 where texts are Latin-1 or UTF-16, and changes nothing else', async () => {
    for (const isAsync of [false, true]) {
      const compact = await echoComponent(STRING, { encoding: 'compact-utf16', isAsync })
      const utf16 = await echoComponent(STRING, { encoding: 'utf16', isAsync })
      const read = readTextEncodings(compact.bytes)
      assert.equal(read.kind, 'compact')
      assert.deepEqual(read.kind === 'compact' && read.component, utf16.bytes)
    }
  })

  it('knows where they go between components', async () => {
    for (const [encoding, through] of [
      ['compact-utf16', 'utf8'],
      ['utf8', 'compact-utf16'],
      ['compact-utf16', 'compact-utf16'],
    ] as const) {
      assert.equal(
        readTextEncodings((await echoComponent(STRING, { encoding, through })).bytes).kind,
        'mixed',
      )
    }
  })
})
