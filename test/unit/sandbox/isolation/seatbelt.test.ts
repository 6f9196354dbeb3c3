import assert from 'node:assert/strict'
import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { temporaryFolder } from '../../../helpers/temporary-folder.ts'
import { seatbelt, seatbeltProfile } from '../../../../src/sandbox/isolation/seatbelt.ts'

const CONFINED = { command: ['/opt/node', '--flag'], readable: ['/read'], writable: ['/write'] }

/** A string of Seatbelt's language, a Scheme: a backslash takes what follows as it is. */
const STRING = /"(?<content>(?:[^"\\]|\\[^])*)"/g

function stringsIn(profile: string): readonly string[] {
  return [...profile.matchAll(STRING)].map(({ groups }) =>
    (groups?.['content'] ?? '').replaceAll(/\\([^])/g, '$1'),
  )
}

/** The rules without what stands in their strings. */
function skeletonOf(profile: string): string {
  return profile.replaceAll(STRING, '""')
}

describe('seatbelt()', () => {
  it('starts the command under its profile', () => {
    const [program, flag, profile, ...command] = seatbelt('/usr/bin/sandbox-exec').wrap(CONFINED)
    assert.deepEqual([program, flag, ...command], ['/usr/bin/sandbox-exec', '-p', '/opt/node', '--flag'])
    assert.equal(profile, seatbeltProfile(CONFINED))
  })

  it('names folders as they really lie, which is what rules are compared with', async (t) => {
    const folder = await realpath(await temporaryFolder(t))
    await mkdir(join(folder, 'real'))
    await symlink('real', join(folder, 'link'))
    const confined = { ...CONFINED, readable: [join(folder, 'link')], writable: [join(folder, 'link', '.')] }
    const [, , profile = ''] = seatbelt('sandbox-exec').wrap(confined)
    assert.deepEqual(stringsIn(profile).slice(-1), [join(folder, 'real')])
    assert.ok(!profile.includes('link'))
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

  it('lets nothing write to what is sealed in a writable folder: the last rule counts', () => {
    const lines = seatbeltProfile({ ...CONFINED, sealed: ['/write/ours'] }).split('\n')
    assert.equal(lines.at(-1), '(deny file-write* (subpath "/write/ours"))')
  })

  it('opens no terminal of the user', () => {
    const devices = stringsIn(seatbeltProfile(CONFINED)).filter((path) => path.startsWith('/dev'))
    assert.deepEqual(devices, ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom'])
    assert.doesNotMatch(seatbeltProfile(CONFINED), /subpath "\/dev/)
  })

  it('has the same rules for any paths, and these paths in them', () => {
    const path = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '(', ')', '\n', ';', '#', ' ', 'a') }),
    )
    fc.assert(
      fc.property(path, path, path, (executable, readable, writable) => {
        const paths = { command: [executable], readable: [readable], writable: [writable] }
        const profile = seatbeltProfile(paths)
        assert.equal(skeletonOf(profile), skeletonOf(seatbeltProfile(CONFINED)))
        const [first, ...rest] = stringsIn(profile).slice(1)
        assert.deepEqual([first, rest.at(-1)], [executable, writable])
        assert.ok(rest.includes(readable))
      }),
    )
  })

  it('lets no path end the rule that it stands in', () => {
    const profile = seatbeltProfile({ ...CONFINED, readable: ['/a")) (allow default) (("'] })
    assert.ok(profile.includes('(subpath "/a\\")) (allow default) ((\\""))'))
  })
})
