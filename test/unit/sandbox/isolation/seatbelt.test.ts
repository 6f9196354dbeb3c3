import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { seatbelt, seatbeltProfile } from '../../../../src/sandbox/isolation/seatbelt.ts'

const CONFINED = { command: ['/opt/node', '--flag'], readable: ['/read'], writable: ['/write'] }

describe('seatbelt()', () => {
  it('starts the command under its profile', () => {
    const [program, flag, profile, ...command] = seatbelt('/usr/bin/sandbox-exec').wrap(CONFINED)
    assert.deepEqual([program, flag, ...command], ['/usr/bin/sandbox-exec', '-p', '/opt/node', '--flag'])
    assert.equal(profile, seatbeltProfile(CONFINED))
  })
})

describe('seatbeltProfile()', () => {
  it('denies by default and opens the named paths alone', () => {
    const lines = seatbeltProfile(CONFINED).split('\n')
    assert.equal(lines[1], '(deny default)')
    assert.ok(lines.includes('(allow file-read* (subpath "/read"))'))
    assert.ok(lines.includes('(allow file-read* file-write* (subpath "/write"))'))
    assert.deepEqual(
      lines.filter((line) => line.includes('network')),
      [],
    )
  })

  it('lets no path end the rule that it stands in', () => {
    const profile = seatbeltProfile({ ...CONFINED, readable: ['/a")) (allow default) (("'] })
    assert.ok(profile.includes('(subpath "/a\\")) (allow default) ((\\""))'))
  })
})
