import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Isolation } from '#sandbox'

import { grant, type GuestWithFiles, openGuestWithFiles } from '../../helpers/guest-files.ts'
import { ISOLATIONS } from '../../helpers/isolations.ts'
import type { Cleaner } from '../../helpers/temporary-folder.ts'
import { openScene, type Scene } from './scene.ts'

/** Often enough that an implementation that goes by names is caught many times over. */
const TIMES = 5_000

/** What a race may come to; everything else is an escape or a crash. */
const HARMLESS = [
  'inner',
  'own',
  'error: no-entry',
  'error: not-permitted',
  'error: loop',
  'error: not-directory',
]

/** Runs while another process swaps what a path names. */
async function whileSwapping<Result>(
  [kind, path, other]: readonly [string, string, string],
  run: () => Promise<Result>,
): Promise<Result> {
  const program = new URL('../../helpers/swap-program.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, kind, path, other], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
    return await run()
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
}

async function open(
  context: Cleaner,
  isolation: Isolation,
): Promise<Scene & { readonly guest: GuestWithFiles }> {
  const scene = await openScene(context)
  const rules = { allow: [grant(scene.granted, 'read', 'write')], deny: [] }
  return { ...scene, guest: await openGuestWithFiles(context, rules, { guest: 'tries-files', isolation }) }
}

/** Calls a guest that opens the folder `sub`, and lets it go on when `swap` is done. */
async function callAround(
  { guest, granted }: { readonly guest: GuestWithFiles; readonly granted: string },
  [name, path]: readonly [string, string],
  swap: () => Promise<void>,
): Promise<unknown> {
  const called = guest.call(name, granted, 'sub', path)
  while (!(await readdir(granted)).includes('holding')) await sleep(5)
  await swap()
  await writeFile(join(granted, 'go'), '')
  const came = await called
  await rm(join(granted, 'go'))
  await rm(join(granted, 'holding'))
  return came
}

for (const isolation of ISOLATIONS) {
  describe(`races under ${isolation.name}`, () => {
    it('never follows a folder that is swapped for a link', async (t) => {
      const { guest, granted, outside } = await open(t, await isolation.find())
      await writeFile(join(outside, 'inner.txt'), 'SECRET')
      const counts = await whileSwapping(['link', join(granted, 'sub'), outside], () =>
        guest.call('read-often', granted, 'sub/inner.txt', TIMES),
      )
      assert.ok(Array.isArray(counts))
      const texts = counts.map(([text]: [string]) => text)
      assert.deepEqual(
        texts.filter((text) => !HARMLESS.includes(text)),
        [],
      )
      assert.ok(texts.includes('inner'), 'the race was never won by the honest folder')
      assert.ok(texts.length > 1, 'nothing was ever swapped')
    })

    it('never follows a file that is swapped for a link', async (t) => {
      const { guest, granted, outside } = await open(t, await isolation.find())
      await link(join(granted, 'own.txt'), join(granted, 'own.txt.kept'))
      const swapped = ['file-link', join(granted, 'own.txt'), join(outside, 'secret.txt')] as const
      const counts = await whileSwapping(swapped, () => guest.call('read-often', granted, 'own.txt', TIMES))
      assert.ok(Array.isArray(counts))
      const texts = counts.map(([text]: [string]) => text)
      assert.deepEqual(
        texts.filter((text) => !HARMLESS.includes(text)),
        [],
      )
      assert.ok(texts.includes('own') && texts.length > 1)
    })

    it('stays in the folder that it opened when a link takes its name', async (t) => {
      const opened = await open(t, await isolation.find())
      const { granted, outside } = opened
      await writeFile(join(outside, 'inner.txt'), 'SECRET')
      const swap = async (): Promise<void> => {
        await rename(join(granted, 'sub'), join(granted, 'aside'))
        await symlink(outside, join(granted, 'sub'))
      }
      assert.equal(await callAround(opened, ['read-below-later', 'inner.txt'], swap), 'inner')
      await rm(join(granted, 'sub'))
      await rename(join(granted, 'aside'), join(granted, 'sub'))
      assert.equal(await callAround(opened, ['create-below-later', 'made.txt'], swap), undefined)
      assert.ok((await readdir(join(granted, 'aside'))).includes('made.txt'))
      assert.ok(!(await readdir(outside)).includes('made.txt'))
    })

    it('uses no folder any more that was moved out of its grant', async (t) => {
      const opened = await open(t, await isolation.find())
      const [inside, moved] = [join(opened.granted, 'sub'), join(opened.outside, 'sub')]
      const moveOut = (): Promise<void> => rename(inside, moved)
      const refused = /^error: (not-permitted|no-entry)$/
      assert.match(String(await callAround(opened, ['read-below-later', 'inner.txt'], moveOut)), refused)
      await rename(moved, inside)
      assert.match(String(await callAround(opened, ['create-below-later', 'made.txt'], moveOut)), refused)
      assert.ok(!(await readdir(moved)).includes('made.txt'))
    })

    it('does not take a link for the granted folder that was there before', async (t) => {
      const { guest, granted, outside } = await open(t, await isolation.find())
      await guest.call('list-types', granted, '.')
      await rename(granted, `${granted}.aside`)
      await symlink(outside, granted)
      const came = await guest.call('read-at', granted, 'secret.txt', 10n, 0n)
      assert.match(String(came), /^error: (not-permitted|no-entry)$/)
    })

    it('goes on with other grants when a granted folder disappears', async (t) => {
      const { granted } = await openScene(t)
      const gone = join(granted, 'gone')
      await mkdir(gone)
      const rules = {
        allow: [
          grant(gone, 'read', 'write'),
          grant(join(granted, 'sub'), 'read'),
          grant('/none/at/all', 'read'),
        ],
        deny: [],
      }
      const guest = await openGuestWithFiles(t, rules, { isolation: await isolation.find() })
      await rm(gone, { recursive: true })
      assert.equal(await guest.call('read-file', gone, 'x', false), 'error: no-entry')
      assert.equal(await guest.call('read-file', '/none/at/all', 'x', false), 'error: no-entry')
      assert.equal(await guest.call('read-file', join(granted, 'sub'), 'inner.txt', false), 'inner')
    })
  })
}
