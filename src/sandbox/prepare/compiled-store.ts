import { createHash } from 'node:crypto'
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolder, removeStaleTemporaries, temporaryName } from '#platform'

/** Part of every path, so that what an older version made is never read. */
export const COMPILED_LAYOUT = 'v3-jco-0.15.0'

const MANIFEST = 'manifest.json'

/** Below the cache folder; holds a folder for each version. */
export const COMPILED = 'compiled'

/** The file that is run; without its hash nothing vouches for it. */
const GLUE = 'component.mjs'

/** Folders that are still being written. */
export const TEMPORARIES = 'tmp'

/** A component made ready to run: a folder with `component.mjs` and its core modules. */
export interface CompiledComponent {
  readonly folder: string
}

interface Manifest {
  readonly files: Readonly<Record<string, string>>
}

/**
 * Generated glue and core modules, by the digest of the component they came from.
 *
 * All of it can be made again, so anything that does not verify is thrown away.
 */
export class CompiledStore {
  readonly #root: string

  /** @param root a folder of ours; made when needed */
  constructor(root: string) {
    this.#root = join(root, COMPILED, COMPILED_LAYOUT)
  }

  /** What is stored for a digest, or null when there is nothing or a file of it was changed since. */
  async find(digest: string): Promise<CompiledComponent | null> {
    const folder = this.#folderOf(digest)
    if (!(await isIntact(folder))) return null
    const now = new Date()
    // Tells a collection when it was last used; a read-only cache is no reason to fail.
    await utimes(join(folder, MANIFEST), now, now).catch(() => {})
    return { folder }
  }

  /** An empty folder to write into, to be handed to `keep` or `discard`. */
  async begin(): Promise<string> {
    const folder = join(this.#root, TEMPORARIES, temporaryName())
    await makeFolder(folder)
    return folder
  }

  /** Keeps what was written to a folder of `begin`, all of it or nothing. */
  async keep(folder: string, digest: string, names: readonly string[]): Promise<CompiledComponent> {
    const hashes = await Promise.all(
      names.map(async (name) => [name, await hashFile(join(folder, name))] as const),
    )
    const manifest: Manifest = { files: Object.fromEntries(hashes) }
    await writeFile(join(folder, MANIFEST), JSON.stringify(manifest))
    const target = this.#folderOf(digest)
    try {
      await rename(folder, target)
    } catch (error) {
      // Somebody was quicker, or what lies there no longer verifies.
      const there = await this.find(digest)
      if (there !== null) return there
      await rm(target, { recursive: true })
      await rename(folder, target).catch(() => Promise.reject(error))
    }
    return { folder: target }
  }

  /** Removes the folders of processes that died before `keep`. */
  async sweep(): Promise<void> {
    await removeStaleTemporaries(join(this.#root, TEMPORARIES))
  }

  /** Removes a folder of `begin`. */
  async discard(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true })
  }

  #folderOf(digest: string): string {
    return join(this.#root, digest.replace(':', '-'))
  }
}

/** Whether a folder holds what was kept in it, every file with its bytes. */
export async function isIntact(folder: string): Promise<boolean> {
  try {
    const manifest = parseManifest(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')))
    // A file swapped on disk would run with the trust of the component that was agreed to.
    for (const [name, expected] of Object.entries(manifest.files)) {
      if ((await hashFile(join(folder, name))) !== expected) return false
    }
    return true
  } catch {
    return false
  }
}

async function hashFile(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

function parseManifest(value: unknown): Manifest {
  if (typeof value !== 'object' || value === null || !('files' in value)) throw new Error('No manifest')
  const { files } = value
  if (typeof files !== 'object' || files === null) throw new Error('No files')
  const entries = Object.entries(files).map(([name, hash]: [string, unknown]) => {
    if (!/^[\w.-]+$/.test(name) || typeof hash !== 'string') throw new Error(`Bad file '${name}'`)
    return [name, hash] as const
  })
  if (!Object.hasOwn(files, GLUE)) throw new Error('No glue')
  return { files: Object.fromEntries(entries) }
}
