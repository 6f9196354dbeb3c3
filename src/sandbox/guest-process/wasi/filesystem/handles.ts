import type { Held } from './held.ts'

/**
 * How a platform takes hold of files and names what lies in a folder that is held.
 *
 * Nothing here follows a link in the last segment of a path, and nothing opens a device or a FIFO.
 */
export interface Handles {
  /** Takes hold of what an absolute path names; links in front of the last segment are followed. */
  hold(path: string): Held
  /** Takes hold of what lies in a folder under `name`. */
  holdIn(folder: Held, name: string): Held
  /** A path for `node:fs` that names `name` in that very folder, wherever the folder is by now. */
  pathIn(folder: Held, name: string): string
  /** A path for `node:fs` that names what is held, to be followed. */
  pathTo(held: Held): string
  /** Opens a regular file or folder that is held, with flags of `open`. */
  open(held: Held, flags: number): Held
  /** Creates and opens a regular file where nothing is. */
  create(folder: Held, name: string, flags: number): Held
  /** Where it lies now, as an absolute path without links. */
  whereabouts(held: Held): string
}
