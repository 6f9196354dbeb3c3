import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import type { PathRules } from '#policy'

import { FileRules } from '../../../../../src/sandbox/guest-process/wasi/filesystem/file-rules.ts'
import { grant } from '../../../../helpers/guest-files.ts'

function rules(parts: Partial<PathRules>): FileRules {
  return new FileRules({ allow: [], deny: [], ...parts })
}

describe('FileRules', () => {
  it('shows the way to a grant and nothing beside it', () => {
    const files = rules({ allow: [grant('/work/a/b', 'read')] })
    assert.deepEqual(
      ['/', '/work', '/work/a', '/work/a/b', '/work/a/b/c'].filter((path) => files.shows(path)),
      ['/', '/work', '/work/a', '/work/a/b', '/work/a/b/c'],
    )
    assert.deepEqual(
      ['/etc', '/work/b', '/work/a/c', '/wor'].filter((path) => files.shows(path)),
      [],
    )
  })

  it('shows folders that a wildcard may reach into', () => {
    const files = rules({ allow: [grant('/work/*/notes/**/*.md', 'read')] })
    for (const path of ['/work/x', '/work/x/notes', '/work/x/notes/deep/er'])
      assert.ok(files.lists(path), path)
    for (const path of ['/work/x/other', '/work/x/notes/a.txt/..']) assert.ok(!files.lists(path), path)
  })

  it('lists no folder for a grant that only writes', () => {
    const files = rules({ allow: [grant('/work', 'write')] })
    assert.ok(files.shows('/work/a'))
    assert.ok(!files.lists('/work'))
    assert.ok(!files.lists('/'))
  })

  it('does not show the way through what is denied or outside of a further list', () => {
    assert.ok(!rules({ allow: [grant('/a/b', 'read')], deny: [grant('/a', 'read', 'write')] }).shows('/a/b'))
    const narrowed = rules({ allow: [grant('/a', 'read')], within: [[grant('/a/b/c', 'read')]] })
    assert.ok(narrowed.shows('/a/b'))
    assert.ok(!narrowed.shows('/a/c'))
  })

  it('moves a folder only where no rule tells its insides apart', () => {
    const isFolder = true
    const plain = rules({ allow: [grant('/work', 'read', 'write')] })
    assert.ok(plain.allowsMove('/work/a', '/work/b', { isFolder }))
    const denying = rules({ allow: [grant('/work', 'read', 'write')], deny: [grant('/work/a/key', 'read')] })
    assert.ok(!denying.allowsMove('/work/a', '/work/b', { isFolder }))
    assert.ok(!denying.allowsMove('/work/A', '/work/b', { isFolder }))
    assert.ok(denying.allowsMove('/work/c', '/work/b', { isFolder }))
    assert.ok(!denying.allowsMove('/work/c', '/work/a', { isFolder }))
    assert.ok(!denying.allowsMove('/work/c', '/work/A', { isFolder }))
    const everywhere = rules({
      allow: [grant('/work', 'read', 'write')],
      deny: [grant('/work/**/.env', 'read')],
    })
    assert.ok(everywhere.allowsMove('/work/a', '/work/b', { isFolder }))
    const partly = rules({ allow: [grant('/work/*', 'read', 'write'), grant('/out', 'read', 'write')] })
    assert.ok(!partly.allowsMove('/work/a', '/out/a', { isFolder }))
    assert.ok(partly.allowsMove('/work/a', '/out/a', { isFolder: false }))
  })

  it('knows what leads to something that is denied, by its own name', () => {
    const denying = rules({ deny: [grant('/home/.config/app', 'read'), grant('/home/**/.git', 'write')] })
    assert.ok(denying.isWayToDenied('/home/.config'))
    assert.ok(denying.isWayToDenied('/home/.CONFIG'))
    assert.ok(denying.isWayToDenied('/home'))
    assert.ok(!denying.isWayToDenied('/home/other'))
    assert.ok(!denying.isWayToDenied('/home/.config/app/x'))
  })

  it('never lets a move give a right that there was not', () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/${names.join('/')}`)
    const part = fc.constantFrom('a', 'b', '*', '**')
    const pattern = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`)
    const grants = fc.array(fc.record({ pattern, read: fc.boolean(), write: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    })
    const below = fc.array(name, { maxLength: 2 })
    fc.assert(
      fc.property(fc.record({ allow: grants, deny: grants, from: path, to: path, names: below }), (drawn) => {
        const { allow, deny, from, to, names } = drawn
        const files = rules({ allow, deny })
        const isFolder = names.length > 0
        if (!files.allowsMove(from, to, { isFolder })) return
        const [before, after] = [[from, ...names].join('/'), [to, ...names].join('/')]
        for (const access of ['read', 'write'] as const) {
          assert.ok(!files.allows(after, access) || files.allows(before, access), `${before} -> ${after}`)
        }
        // What was made where it may be must not come to lie where it may not.
        assert.ok(!files.allows(before, 'write') || files.allows(after, 'write'), `${before} -> ${after}`)
      }),
      { numRuns: 5_000 },
    )
  })
})
