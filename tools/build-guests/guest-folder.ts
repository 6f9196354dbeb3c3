import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The root of the repository. */
export const REPOSITORY = join(import.meta.dirname, '../..')

/** Where guests that are not committed are built, and what their tool chains leave. */
export const GUEST_CACHE = join(REPOSITORY, '.cache/guests')

/** The folders that hold guests, from the root of the repository. */
const GUEST_ROOTS = ['test/guests', 'examples'] as const

/** The file that says how a guest is built; the first that is there decides. */
const RECIPES = [
  ['generate.ts', 'generated'],
  ['Cargo.toml', 'rust'],
  ['go.mod', 'go'],
  ['app.py', 'python'],
  ['component.c', 'c'],
  ['component.js', 'javascript'],
  ['component.mjs', 'spidermonkey'],
  ['core.wat', 'core-text'],
] as const

/** How a guest is built. */
export type Recipe = (typeof RECIPES)[number][1]

/** A folder with the sources of one guest component. */
export interface GuestFolder {
  readonly name: string
  readonly path: string
  readonly recipe: Recipe
}

/** Finds every guest of the repository, sorted by name. */
export async function findGuests(): Promise<readonly GuestFolder[]> {
  const found = await Promise.all(GUEST_ROOTS.map((folder) => findGuestsIn(join(REPOSITORY, folder))))
  return found.flat().toSorted((a, b) => a.name.localeCompare(b.name))
}

async function findGuestsIn(folder: string): Promise<GuestFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory())
  const found = await Promise.all(folders.map((entry) => readGuestFolder(join(folder, entry.name))))
  return found.filter((guest) => guest !== undefined)
}

async function readGuestFolder(path: string): Promise<GuestFolder | undefined> {
  const files = new Set(await readdir(path))
  const recipe = RECIPES.find(([file]) => files.has(file))
  return recipe && { name: basename(path), path, recipe: recipe[1] }
}
