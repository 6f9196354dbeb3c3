import { type BigIntStats, constants, lstatSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { FileError } from './error-code.ts'
import type { Handles } from './handles.ts'
import { Held } from './held.ts'

/** Windows has no such flags, which then count as 0; there the comparison alone finds a link. */
const { O_NOFOLLOW, O_NONBLOCK } = constants

/**
 * Platforms without `/proc`: a path is resolved and compared, what it names is opened without following, and what was
 * opened is compared once more.
 *
 * Between the comparison and an operation on a name another process can still swap a folder; the layer of the operating
 * system is what stops it there.
 */
export const CHECKED_HANDLES: Handles = {
  hold: find,
  holdIn: (folder, name) => find(entryPath(folder, name)),
  pathIn: entryPath,
  pathTo: whereabouts,
  open: (held, flags) => checked(Held.open(whereabouts(held), flags | O_NOFOLLOW | O_NONBLOCK), held),
  create: (folder, name, flags) =>
    checked(Held.open(entryPath(folder, name), flags | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW)),
  whereabouts,
}

function find(path: string): Held {
  return new Held(null, lstatSync(path, { bigint: true }), path)
}

function entryPath(folder: Held, name: string): string {
  return join(whereabouts(folder), name)
}

/** The path by which it was found, as long as no link came into it and the same thing lies there. */
function whereabouts(held: Held): string {
  const folder = dirname(held.path)
  if (realpathSync.native(folder) !== folder) throw new FileError('not-permitted')
  requireSame(held, lstatSync(held.path, { bigint: true }))
  return held.path
}

/** What was opened, unless it is something else than what was found. */
function checked(opened: Held, found: Held = opened): Held {
  try {
    requireSame(found, opened.stat)
    whereabouts(opened)
    return opened
  } catch (error) {
    opened[Symbol.dispose]()
    throw error
  }
}

/** Stops a folder or file that was swapped for another one since it was found. */
function requireSame(held: Held, stat: BigIntStats): void {
  if (!held.isSameAs(stat)) throw new FileError('not-permitted')
}
