import { getCompileCacheDir } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { packageFolders, withRealPaths } from './package-folders.ts'

/** The door of this room, wherever the build has put this module. */
const ROOM = import.meta.resolve('#sandbox')

/** The folder of the compiled source: what runs in a sandbox process lies beneath it. */
export const OWN_CODE = fileURLToPath(new URL('..', ROOM))

/** Some twenty milliseconds of looking for what does not move while it is used. */
let found: readonly string[] | undefined

/** Every file and folder from which this server runs code, or would if there were some: whoever writes there is the server. */
export function ownCode(): readonly string[] {
  found ??= findOwnCode()
  return found
}

function findOwnCode(): readonly string[] {
  const root = fileURLToPath(new URL('../..', ROOM))
  const [, startedAs] = process.argv
  // What V8 made of our code the last time, in a folder for each version of Node.
  const compiled = getCompileCacheDir()
  const all = [
    OWN_CODE,
    join(root, 'bin'),
    join(root, 'package.json'),
    process.execPath,
    ...(startedAs === undefined ? [] : [startedAs]),
    ...(compiled === undefined ? [] : [dirname(compiled)]),
    ...packageFolders(root),
  ]
  return outermost(withRealPaths(all))
}

/** Without what lies in another one. */
function outermost(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}${sep}`)))
}
