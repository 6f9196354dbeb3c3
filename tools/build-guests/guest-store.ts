import { createHash, type Hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

import { buildGuest } from './build-guest.ts'
import { GUEST_CACHE, type GuestFolder, type Recipe } from './guest-folder.ts'

const COMMITTED_BYTES_MAX = 300_000
const NOT_SOURCES = /(^|\/)(target|__pycache__)\/|\.wasm$|README\.md$/

/** What npm alone can build, in seconds. */
const NPM_RECIPES: readonly Recipe[] = ['core-text', 'generated', 'javascript']

/** Returns the path of a guest's component: the committed one, one built before from the same sources, or a new one. */
export async function guestFile(guest: GuestFolder): Promise<string> {
  const built = await findBuilt(guest)
  if (built !== undefined) return built
  const cached = await cachePath(guest)
  await writeWhole(cached, await buildGuest(guest))
  return cached
}

/** Whether a guest is there, or can be built without a tool chain of its own. */
export async function isAvailable(guest: GuestFolder): Promise<boolean> {
  return NPM_RECIPES.includes(guest.recipe) || (await findBuilt(guest)) !== undefined
}

async function findBuilt(guest: GuestFolder): Promise<string | undefined> {
  return [join(guest.path, `${guest.name}.wasm`), await cachePath(guest)].find((path) => existsSync(path))
}

/** Builds a guest anew and returns where it went: beside its sources when it is small, otherwise into `.cache/guests`. */
export async function rebuildGuest(guest: GuestFolder): Promise<string> {
  const component = await buildGuest(guest)
  const small = component.byteLength <= COMMITTED_BYTES_MAX
  const path = small ? join(guest.path, `${guest.name}.wasm`) : await cachePath(guest)
  await writeWhole(path, component)
  return path
}

async function cachePath(guest: GuestFolder): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of [import.meta.dirname, guest.path]) await hashFiles(hash, folder)
  return join(GUEST_CACHE, `${guest.name}-${hash.digest('hex').slice(0, 16)}.wasm`)
}

async function hashFiles(hash: Hash, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.map((file) => relative(folder, file)).toSorted()) {
    if (NOT_SOURCES.test(path)) continue
    hash.update(`${path}\0`)
    hash.update(await readFile(join(folder, path)))
  }
}

// Test files run at once in processes of their own: none may read what another has half written.
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, bytes)
  await rename(temporary, path)
}
