import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolder, temporaryName } from '#platform'

import { COMPILED, COMPILED_LAYOUT, isIntact, TEMPORARIES } from './compiled-store.ts'

/** What was made ready to run of one component by one version. */
export interface CompiledEntry {
  readonly folder: string
  /** `sha256:<hex>` of the component. */
  readonly digest: string
  /** Which version of ours and of the generator has made it. */
  readonly version: string
  /** Whether this version would run it. */
  readonly isCurrent: boolean
  /** In bytes. */
  readonly size: number
  /** In milliseconds since 1970. */
  readonly lastUsed: number
}

const FOLDER = /^sha256-[0-9a-f]{64}$/

/** Everything in the compiled store below `cacheFolder`, of every version. */
export async function listCompiled(cacheFolder: string): Promise<readonly CompiledEntry[]> {
  const root = join(cacheFolder, COMPILED)
  const entries: CompiledEntry[] = []
  for (const version of await names(root)) {
    for (const name of (await names(join(root, version))).filter((one) => FOLDER.test(one))) {
      const folder = join(root, version, name)
      const isCurrent = version === COMPILED_LAYOUT
      entries.push({ folder, digest: name.replace('-', ':'), version, isCurrent, ...(await sumUp(folder)) })
    }
  }
  return entries
}

/** Hashes what this version would run, and removes what was changed on disk. Returns it. */
export async function verifyCompiled(
  cacheFolder: string,
): Promise<{ readonly checked: number; readonly damaged: readonly CompiledEntry[] }> {
  const current = (await listCompiled(cacheFolder)).filter(({ isCurrent }) => isCurrent)
  const damaged: CompiledEntry[] = []
  for (const entry of current) {
    if (await isIntact(entry.folder)) continue
    await removeCompiled(cacheFolder, entry)
    damaged.push(entry)
  }
  return { checked: current.length, damaged }
}

/** Removes an entry; whoever looks meanwhile finds all of it or nothing. */
export async function removeCompiled(cacheFolder: string, { folder }: CompiledEntry): Promise<void> {
  const aside = join(cacheFolder, COMPILED, COMPILED_LAYOUT, TEMPORARIES, temporaryName())
  await makeFolder(join(cacheFolder, COMPILED, COMPILED_LAYOUT, TEMPORARIES))
  await rename(folder, aside).catch(() => {})
  await rm(aside, { recursive: true, force: true })
}

async function sumUp(folder: string): Promise<Pick<CompiledEntry, 'size' | 'lastUsed'>> {
  const files = (await names(folder)).map((name) => stat(join(folder, name)).catch(() => null))
  const found = (await Promise.all(files)).filter((file) => file !== null)
  return {
    size: found.reduce((sum, { size }) => sum + size, 0),
    lastUsed: Math.max(0, ...found.map(({ mtimeMs }) => mtimeMs)),
  }
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch((): string[] => [])).toSorted()
}
