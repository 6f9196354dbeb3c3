import assert from 'node:assert/strict'
import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { decidePath } from '#policy'

import { NO_FILES, resolveFileAccess } from '../../../../src/sandbox/process/file-access.ts'
import { grant } from '../../../helpers/guest-files.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

describe('resolveFileAccess()', () => {
  it('opens nothing without a grant', () => {
    const { grants, readable, writable } = resolveFileAccess(NO_FILES, [])
    assert.deepEqual([grants.roots, readable, writable], [[], [], []])
  })

  it('parts what is read from what is written, each where it really is', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await mkdir(join(base, 'real'))
    await symlink(join(base, 'real'), join(base, 'link'))
    const linked = { ...grant(join(base, 'link'), 'read'), resolved: join(base, 'real') }
    const allow = [linked, grant(join(base, 'out', '*.txt'), 'read', 'write')]
    const { grants, readable, writable } = resolveFileAccess({ allow, deny: [] }, [])
    assert.deepEqual(grants.roots, [
      { path: join(base, 'link'), real: join(base, 'real') },
      { path: join(base, 'out'), real: join(base, 'out') },
    ])
    assert.deepEqual([readable, writable], [[join(base, 'real')], [join(base, 'out')]])
  })

  it('denies by whatever name a file goes', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await mkdir(join(base, 'real'))
    await symlink(join(base, 'real'), join(base, 'link'))
    const [real, link] = [join(base, 'real', 'secret'), join(base, 'link', 'secret')]
    for (const [granted, denied, tried] of [
      ['link', real, link],
      ['real', link, real],
      ['link', join(base, 'real'), link],
      ['link', join(base, 'real', '**'), link],
    ] as const) {
      const allow = [{ ...grant(join(base, granted), 'read'), resolved: join(base, 'real') }]
      const { grants } = resolveFileAccess({ allow, deny: [grant(denied, 'read')] }, [])
      assert.equal(decidePath(grants.rules, tried, 'read').allowed, false, `${granted} without ${denied}`)
    }
  })

  it('denies where a link leads whose target is not there yet', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await symlink('dots/config', join(base, '.config'))
    await symlink('loop', join(base, 'loop'))
    const deny = ['.config', 'loop'].map((name) => grant(join(base, name, 'app'), 'read', 'write'))
    const { grants } = resolveFileAccess({ allow: [grant(base, 'write')], deny }, [])
    const isAllowed = (name: string): boolean => decidePath(grants.rules, join(base, name), 'write').allowed
    assert.deepEqual(['.config/app/x', 'dots/config/app/x', 'dots/config/b'].map(isAllowed), [
      false,
      false,
      true,
    ])
  })

  it('opens nothing by a path that leads elsewhere than it did when it was granted', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    for (const folder of ['work', 'work/input', 'private']) await mkdir(join(base, folder))
    await symlink('../private', join(base, 'work', 'latest'))
    await symlink('private', join(base, 'shelf'))
    await symlink('nowhere', join(base, 'work', 'dangling'))
    const [input, hidden] = [join(base, 'work', 'input'), join(base, 'private')]
    for (const [path, resolved] of [
      ['work/latest'],
      ['work/latest/deep'],
      ['work/latest/*.txt'],
      ['work/dangling'],
      ['work/latest', input],
      ['work/input', hidden],
      // What it led to then is a link by now.
      ['work/latest', join(base, 'shelf')],
    ] as const) {
      const { grants, readable, writable } = resolveFileAccess(
        { allow: [{ ...grant(join(base, path), 'read', 'write'), resolved }], deny: [] },
        [],
      )
      assert.deepEqual([grants.roots, grants.rules.allow, readable, writable], [[], [], [], []], path)
    }
    const allow = [
      { ...grant(join(base, 'work', 'latest'), 'read'), resolved: hidden },
      { ...grant(join(base, 'work', 'dangling'), 'read'), resolved: join(base, 'work', 'nowhere') },
      grant(join(base, 'work', 'new'), 'read'),
    ]
    const { grants } = resolveFileAccess({ allow, deny: [] }, [])
    assert.deepEqual(
      grants.roots.map(({ real }) => real),
      [join(base, 'work', 'nowhere'), hidden, join(base, 'work', 'new')],
    )
  })

  it('opens nothing that a ceiling reaches by the name of a link alone', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    for (const folder of ['work', 'private']) await mkdir(join(base, folder))
    await symlink('../private', join(base, 'work', 'latest'))
    const [link, target] = [join(base, 'work', 'latest'), join(base, 'private')]
    const allow = [{ ...grant(link, 'read'), resolved: target }]
    const rootsWithin = (...ceiling: readonly string[]) => {
      const within = [ceiling.map((pattern) => grant(pattern, 'read'))]
      return resolveFileAccess({ allow, deny: [], within }, []).grants.roots.length
    }
    assert.equal(rootsWithin(join(base, 'work')), 0)
    assert.equal(rootsWithin(join(base, 'work', '**')), 0)
    assert.equal(rootsWithin(link), 1)
    assert.equal(rootsWithin(join(base, 'work'), `${target}/**`), 1)
    assert.equal(rootsWithin('/**'), 1)
  })

  it('opens no pseudo files', () => {
    const allow = ['/proc', '/proc/self', '/dev/null', '/sys'].map((path) => grant(path, 'read', 'write'))
    const { grants, readable, writable } = resolveFileAccess({ allow, deny: [] }, [])
    assert.deepEqual([grants.roots, readable, writable], [[], [], []])
    assert.equal(decidePath(grants.rules, '/proc/self/environ', 'read').allowed, false)
  })

  it('makes none of our own code writable', () => {
    const allow = [grant('/srv', 'read', 'write'), grant('/srv/own/deep', 'read', 'write')]
    const { grants, readable, writable } = resolveFileAccess({ allow, deny: [] }, ['/srv/own/'])
    assert.deepEqual([readable, writable], [['/srv/own/deep'], ['/srv']])
    assert.equal(decidePath(grants.rules, '/srv/own/deep/x', 'write').allowed, false)
    assert.equal(decidePath(grants.rules, '/srv/own/x', 'read').allowed, true)
    assert.equal(decidePath(grants.rules, '/srv/x', 'write').allowed, true)
  })
})
