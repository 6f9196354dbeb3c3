import assert from 'node:assert/strict'
import { mkdir, readFile, realpath, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { CHECKED_HANDLES } from '../../../../../src/sandbox/guest-process/wasi/filesystem/checked-handles.ts'
import { Descriptor } from '../../../../../src/sandbox/guest-process/wasi/filesystem/descriptor.ts'
import { InstanceFiles } from '../../../../../src/sandbox/guest-process/wasi/filesystem/instance-files.ts'
import { KERNEL_HANDLES } from '../../../../../src/sandbox/guest-process/wasi/filesystem/kernel-handles.ts'
import type { StorageAttempt } from '../../../../../src/sandbox/protocol/component-protocol.ts'
import { grant } from '../../../../helpers/guest-files.ts'
import { type Cleaner, temporaryFolder } from '../../../../helpers/temporary-folder.ts'
import { witError } from '../guest.ts'

const FOLLOW = { symlinkFollow: true }
const READ = { read: true }
const WRITE = { write: true }

/** Links that lead up and down, round in circles and out, among folders and files of the same few names. */
async function makeTree(real: string): Promise<void> {
  for (const folder of ['a/b', 'b']) await mkdir(join(real, folder), { recursive: true })
  for (const file of ['a/f', 'a/b/f', 'b/f', 'f']) await writeFile(join(real, file), file)
  const links = {
    up: '.',
    'a/up': '..',
    'a/b/up': '../..',
    'b/to': '../a/b',
    to: 'a/b/f',
    'a/to': 'b/up/b',
    'b/out': '../..',
    'a/out': '/etc',
    'b/up': 'up',
  }
  for (const [path, target] of Object.entries(links)) await symlink(target, join(real, path))
}

const guestPaths = fc
  .array(fc.constantFrom('a', 'b', 'f', 'up', 'to', 'out', 'folder', '..', '.', '', 'none'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((names) => names.join('/'))
  .filter((path) => path !== '' && !path.startsWith('/'))

/** Ways that can lead out and back in, which is refused: by name, or by a link. */
const CLIMBS = /\.\.|out|folder/

/** What a guest reads at a path: a file, or that it is a folder; null where it is let have neither. */
async function contentAt(root: Descriptor, path: string): Promise<string | null> {
  try {
    using found = root.openAt(FOLLOW, path, {}, READ)
    if (found.getType() === 'directory') return 'a folder'
    return Buffer.from((await found.read(100n, 0n))[0]).toString()
  } catch (error) {
    assert.ok(!(error instanceof TypeError) && !(error instanceof RangeError), String(error))
    return null
  }
}

async function contentOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? 'a folder' : readFile(path, 'utf8')
}

for (const [name, handles] of [
  ['handles of the kernel', KERNEL_HANDLES],
  ['compared paths', CHECKED_HANDLES],
] as const) {
  const open = async (context: Cleaner) => {
    const base = await temporaryFolder(context)
    const real = join(base, 'granted')
    await mkdir(join(real, 'sub'), { recursive: true })
    await writeFile(join(real, 'sub', 'a.txt'), 'inner')
    await writeFile(join(base, 'secret.txt'), 'SECRET')
    const links = { out: '../secret.txt', in: 'sub/a.txt', loop: 'loop', folder: '..' }
    for (const [link, target] of Object.entries(links)) await symlink(target, join(real, link))
    const denials: StorageAttempt[] = []
    const rules = { allow: [grant('/seen', 'read', 'write')], deny: [] }
    const life = new AbortController()
    const files = new InstanceFiles(
      { rules, roots: [{ path: '/seen', real }] },
      { handles, signal: life.signal, reportDenial: (attempt) => denials.push(attempt) },
    )
    const root = new Descriptor(files, {
      kind: 'folder',
      place: { kind: 'root', root: { path: '/seen', real } },
    })
    return { base, real, root, denials, life }
  }

  describe(`InstanceFiles with ${name}`, () => {
    it('reads, writes, renames and removes', async (t) => {
      const { root, real } = await open(t)
      const made = root.openAt({}, 'new.txt', { create: true }, { read: true, write: true })
      assert.equal(await made.write(Buffer.from('hello'), 0n), 5n)
      assert.deepEqual(await made.read(10n, 1n), [new Uint8Array(Buffer.from('ello')), true])
      made.setSize(2n)
      assert.equal(made.stat().size, 2n)
      root.setTimesAt(
        {},
        'new.txt',
        { tag: 'no-change' },
        { tag: 'timestamp', val: { seconds: 7n, nanoseconds: 0 } },
      )
      assert.equal(made.stat().dataModificationTimestamp?.seconds, 7n)
      root.createDirectoryAt('made')
      root.renameAt('new.txt', root, 'made/b.txt')
      assert.equal(await readFile(join(real, 'made', 'b.txt'), 'utf8'), 'he')
      assert.throws(() => root.removeDirectoryAt('made'), witError('not-empty'))
      root.unlinkFileAt('made/b.txt')
      root.removeDirectoryAt('made')
      assert.throws(() => root.statAt({}, 'made'), witError('no-entry'))
    })

    it('follows links inside and none that lead out', async (t) => {
      const { root, denials, base } = await open(t)
      const inner = root.openAt(FOLLOW, 'in', {}, READ)
      assert.equal(Buffer.from((await inner.read(10n, 0n))[0]).toString(), 'inner')
      for (const path of ['out', 'folder/secret.txt', 'sub/../../secret.txt', join(base, 'secret.txt')]) {
        assert.throws(() => root.openAt(FOLLOW, path, {}, READ), witError('not-permitted'), path)
      }
      assert.throws(() => root.openAt(FOLLOW, 'loop', {}, READ), witError('loop'))
      assert.throws(() => root.openAt({}, 'in', {}, READ), witError('loop'))
      assert.equal(denials.at(-1)?.path, join(base, 'secret.txt'))
    })

    it('opens nothing of a pseudo file system, wherever it is mounted', () => {
      // To the rules `/seen/proc` is a folder like every other.
      const rules = { allow: [grant('/seen', 'read', 'write')], deny: [] }
      const place = { path: '/seen', real: '/' }
      const files = new InstanceFiles({ rules, roots: [place] }, { handles })
      const root = new Descriptor(files, { kind: 'folder', place: { kind: 'root', root: place } })
      for (const path of ['proc/1/environ', 'proc/1/cmdline', 'proc/1', 'proc', 'sys/kernel']) {
        assert.throws(() => root.openAt({}, path, {}, READ), witError('not-permitted'), path)
        assert.throws(() => root.statAt({}, path), witError('not-permitted'), path)
      }
      assert.equal(root.statAt({}, 'etc').type, 'directory')
    })

    it('opens what the kernel finds along a path, and nothing outside of the grant', async (t) => {
      const { root, real, base } = await open(t)
      await makeTree(real)
      await fc.assert(
        fc.asyncProperty(guestPaths, async (path) => {
          const opened = await contentAt(root, path)
          const found = await realpath(`${real}/${path}`).catch(() => null)
          const isInside = found === real || found?.startsWith(`${real}/`) === true
          if (opened !== null) assert.ok(isInside, `${path} led to ${found}`)
          if (opened !== null && found !== null) assert.equal(opened, await contentOf(found), path)
          // A path that stays inside all the way is not refused.
          if (isInside && !CLIMBS.test(path)) assert.notEqual(opened, null, path)
        }),
        { numRuns: 1_000 },
      )
      assert.equal(await readFile(join(base, 'secret.txt'), 'utf8'), 'SECRET')
    })

    it('uses no folder that was swapped for a link', async (t) => {
      const { root, real, base } = await open(t)
      const sub = root.openAt({}, 'sub', { directory: true }, READ)
      await rename(join(real, 'sub'), join(base, 'sub'))
      await symlink(base, join(real, 'sub'))
      assert.throws(() => sub.openAt({}, 'a.txt', {}, READ), witError('not-permitted'))
      assert.throws(() => sub.openAt({}, 'b.txt', { create: true }, WRITE), witError('not-permitted'))
      assert.throws(() => root.openAt(FOLLOW, 'sub/secret.txt', {}, READ), witError('not-permitted'))
      assert.throws(() => sub.stat(), witError('not-permitted'))
      assert.equal(sub.isSameObject(sub), false)
    })

    it('closes everything when the instance is gone', async (t) => {
      const { root, life } = await open(t)
      const file = root.openAt({}, 'sub/a.txt', {}, READ)
      const stream = file.readViaStream(0n)
      life.abort()
      await assert.rejects(file.read(1n, 0n), witError('bad-descriptor'))
      await assert.rejects(stream.blockingRead(1n))
      assert.throws(() => root.openAt({}, 'sub/a.txt', {}, READ), witError('bad-descriptor'))
    })

    it('changes nothing once its instance is over', async (t) => {
      const folder = await temporaryFolder(t)
      const life = new AbortController()
      const rules = { allow: [grant(folder, 'read', 'write')], deny: [] }
      const files = new InstanceFiles(
        { rules, roots: [{ path: folder, real: folder }] },
        { signal: life.signal },
      )
      const root = new Descriptor(files, { kind: 'folder', place: { kind: 'front', path: '/' } })
      const path = `${folder.slice(1)}/made`
      root.createDirectoryAt(path)
      life.abort()
      assert.throws(() => root.removeDirectoryAt(path), witError('bad-descriptor'))
      assert.ok((await stat(join('/', path))).isDirectory())
    })

    it('lets a stream go on when its descriptor is dropped', async (t) => {
      const { root } = await open(t)
      const file = root.openAt({}, 'sub/a.txt', {}, READ)
      const stream = file.readViaStream(2n)
      file[Symbol.dispose]()
      assert.equal(Buffer.from(await stream.blockingRead(100n)).toString(), 'ner')
      await assert.rejects(stream.blockingRead(1n), witError({ tag: 'closed' }))
      stream[Symbol.dispose]()
    })
  })
}
