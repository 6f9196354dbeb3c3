import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { bubblewrap } from '../../../../src/sandbox/isolation/bubblewrap.ts'

const FILTER = new Uint8Array(8)

const CONFINED = { command: ['/opt/node', 'main.js'], readable: ['/read'], writable: ['/write'] }

function sealedOf(writable: readonly string[]): readonly string[] {
  const all = bubblewrap('bwrap', null).wrap({ ...CONFINED, writable })
  return all.filter((_, index) => all[index - 1] === '--remount-ro')
}

describe('bubblewrap()', () => {
  const [program, ...args] = bubblewrap('/usr/bin/bwrap', FILTER).wrap(CONFINED)
  const flags = args.slice(0, args.indexOf('--'))

  it('starts the command behind its flags', () => {
    assert.equal(program, '/usr/bin/bwrap')
    assert.deepEqual(args.slice(args.indexOf('--') + 1), CONFINED.command)
  })

  it('parts every namespace, keeps no variable and dies with us', () => {
    for (const flag of ['--unshare-all', '--clearenv', '--die-with-parent', '--new-session']) {
      assert.ok(flags.includes(flag), flag)
    }
    assert.ok(!flags.includes('--share-net'))
  })

  it('seals what it mounts itself, and leaves alone what was granted in its place', () => {
    assert.deepEqual(sealedOf(['/write']), ['/', '/tmp', '/dev', '/proc'])
    assert.deepEqual(sealedOf(['/tmp']), ['/', '/dev', '/proc'])
    assert.deepEqual(sealedOf(['/']), ['/dev', '/proc'])
  })

  it('binds no folder with programs', () => {
    const bound = flags.filter((_, index) => flags[index - 1]?.includes('bind') === true)
    for (const folder of ['/', '/usr', '/bin', '/usr/bin', '/sbin', '/etc', '/home', '/root']) {
      assert.ok(!bound.includes(folder), folder)
    }
    assert.ok(bound.includes('/write'))
  })
})
