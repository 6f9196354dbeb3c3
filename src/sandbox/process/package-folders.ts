import { readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

import { withoutSlash } from './without-slash.ts'

/**
 * Where the packages that a package depends on are looked for and lie: the `node_modules` of each folder up to the root, there
 * or not, wherever npm, a workspace or a global installation has put them, and what is a link into a store.
 */
export function packageFolders(root: string): readonly string[] {
  const [folders, visited] = [new Set<string>(), new Set<string>()]
  const visit = (folder: string): void => {
    if (visited.has(folder)) return
    visited.add(folder)
    const places = createRequire(join(folder, 'package.json')).resolve.paths('any-package') ?? []
    for (const place of places) folders.add(place)
    for (const name of dependenciesOf(folder)) {
      const found = places.map((place) => realPath(join(place, name))).find((path) => path !== null)
      if (found === undefined) continue
      folders.add(found)
      visit(found)
    }
  }
  visit(root)
  return withRealPaths([...folders])
}

/** These paths, where they lie without links, and what they are where they are links. */
export function withRealPaths(paths: readonly string[]): readonly string[] {
  const all = paths.map(withoutSlash).flatMap((path) => {
    const folder = realPath(dirname(path))
    return [path, ...(folder === null ? [] : [join(folder, basename(path))]), realPath(path) ?? path]
  })
  return [...new Set(all)]
}

function dependenciesOf(folder: string): readonly string[] {
  const manifest = readManifest(folder)
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((key) =>
    Object.keys(manifest[key] ?? {}),
  )
}

function readManifest(folder: string): Readonly<Record<string, object | undefined>> {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return {}
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch {
    return null
  }
}
