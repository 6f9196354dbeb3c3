import assert from 'node:assert/strict'
import { posix } from 'node:path'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import {
  lexicalPath,
  parseGuestPath,
} from '../../../../../src/sandbox/guest-process/wasi/filesystem/guest-path.ts'

const segment = fc.oneof(
  fc.constantFrom('..', '.', '', 'a', 'b.txt', '...', 'ü'),
  fc.string({ maxLength: 8 }),
)
const relative = fc
  .array(segment, { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join('/'))
  .filter((path) => path !== '' && !path.startsWith('/') && !path.includes('\0'))

describe('parseGuestPath()', () => {
  for (const [path, code] of [
    ['', 'no-entry'],
    ['/', 'not-permitted'],
    ['/work', 'not-permitted'],
    ['a\0b', 'invalid'],
    ['a/\0', 'invalid'],
    ['x'.repeat(256), 'name-too-long'],
    ['x/'.repeat(2048), 'name-too-long'],
  ] as const) {
    it(`refuses ${JSON.stringify(path.slice(0, 10))} with ${code}`, () => {
      assert.throws(() => parseGuestPath(path), { name: /FileError|EscapeError/, code })
    })
  }

  it('takes names of 255 bytes', () => {
    assert.deepEqual(parseGuestPath('x'.repeat(255)).segments, ['x'.repeat(255)])
  })

  it('notes what only a folder can be', () => {
    const ends = ['a/', 'a/.', 'a/..', '.', '..', './'].map((path) => parseGuestPath(path).mustBeFolder)
    assert.deepEqual(ends, [true, true, true, true, true, true])
    assert.equal(parseGuestPath('a/b').mustBeFolder, false)
  })

  it('gives segments that are names or ..', () => {
    fc.assert(
      fc.property(relative, (path) => {
        for (const name of parseGuestPath(path).segments) {
          assert.ok(name !== '' && name !== '.' && !name.includes('/') && !name.includes('\0'))
        }
      }),
    )
  })
})

describe('lexicalPath()', () => {
  it('never leads above its folder, and agrees with normalization below it', () => {
    fc.assert(
      fc.property(relative, (path) => {
        const found = lexicalPath('/work/sub', parseGuestPath(path))
        const plain = posix.join('/work/sub', path).replace(/(.)\/$/, '$1')
        if (found === null) return
        assert.ok(found === '/work/sub' || found.startsWith('/work/sub/'))
        assert.equal(found, plain)
      }),
    )
  })

  it('gives null for what climbs out, even if it comes back', () => {
    assert.equal(lexicalPath('/work', parseGuestPath('../work/a')), null)
    assert.equal(lexicalPath('/', parseGuestPath('..')), null)
  })
})
