import { posix } from 'node:path'

import type { GrantedRoot } from '../../../protocol/component-protocol.ts'
import type { Handles } from './handles.ts'
import type { InstanceFiles } from './instance-files.ts'
import { holdRoot, type Place } from './place.ts'

/** A folder that a guest is given, and the name that it goes by. */
export interface Preopen {
  readonly path: string
  readonly place: Place
}

/**
 * What `get-directories` gives: the granted folders under the paths that they have outside, for a granted file the folder
 * in front of it, which shows that file alone, and last `/`, which leads to the grants and to nothing else.
 *
 * Without `/` a guest would never ask us for a path that was not granted, and nobody would hear that it wanted it.
 */
export function preopensOf(files: InstanceFiles): readonly Preopen[] {
  const preopens = new Map<string, Place>()
  for (const root of files.roots.all) {
    const front = posix.dirname(root.path)
    if (isFile(root, files.handles))
      preopens.set(front, preopens.get(front) ?? { kind: 'front', path: front })
    else preopens.set(root.path, { kind: 'root', root })
  }
  const slash = preopens.get('/') ?? { kind: 'front', path: '/' }
  preopens.delete('/')
  return [...preopens, ['/', slash] as const].map(([path, place]) => ({ path, place }))
}

/** A grant whose file or folder is not there counts as a folder, which may come. */
function isFile(root: GrantedRoot, handles: Handles): boolean {
  try {
    using held = holdRoot(root, handles)
    return !held.isFolder
  } catch {
    return false
  }
}
