import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Cleaner, temporaryFolder } from '../../helpers/temporary-folder.ts'

/** A folder that a guest is granted, and what lies beside it. */
export interface Scene {
  readonly granted: string
  readonly outside: string
  /** Everything outside, to be compared: names, texts and times. */
  readonly lookOutside: () => Promise<unknown>
}

/** A granted folder with links out of it, beside a folder with a secret and one whose name begins alike. */
export async function openScene(context: Cleaner): Promise<Scene> {
  const base = await temporaryFolder(context)
  const granted = join(base, 'granted')
  const outside = join(base, 'outside')
  for (const folder of [granted, join(granted, 'sub'), outside, `${granted}-too`]) await mkdir(folder)
  await writeFile(join(granted, 'own.txt'), 'own')
  await writeFile(join(granted, 'sub', 'inner.txt'), 'inner')
  await writeFile(join(outside, 'secret.txt'), 'SECRET')
  await writeFile(join(`${granted}-too`, 'secret.txt'), 'SECRET')
  const links = {
    in: 'sub/inner.txt',
    'in-folder': 'sub',
    out: '../outside',
    'out-file': '../outside/secret.txt',
    'out-absolute': join(outside, 'secret.txt'),
    'out-proc': '/proc/self/environ',
    'out-new': '../outside/new.txt',
    'sub/up': '../../outside/secret.txt',
    'sub/up-in': '../own.txt',
    loop: 'loop',
    chain: 'out-file',
  }
  for (const [name, target] of Object.entries(links)) await symlink(target, join(granted, name))
  const lookOutside = (): Promise<unknown> => lookAt([outside, `${granted}-too`, base])
  return { granted, outside, lookOutside }
}

/** Names, texts and times of modification of what lies directly in the folders. */
async function lookAt(folders: readonly string[]): Promise<unknown> {
  const seen = folders.map(async (folder) => {
    const names = (await readdir(folder)).toSorted()
    return Promise.all(names.map((name) => lookAtFile(join(folder, name))))
  })
  return Promise.all(seen)
}

async function lookAtFile(path: string): Promise<unknown> {
  const { ino, mtimeMs, mode, nlink } = await stat(path)
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? { path, ino, mode } : { path, ino, mode, mtimeMs, nlink, text }
}
