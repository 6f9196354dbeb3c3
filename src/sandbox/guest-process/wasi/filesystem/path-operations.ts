import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'

import { FileError } from './error-code.ts'
import type { DescriptorStat, MetadataHash } from './file-stat.ts'
import type { Found } from './found.ts'
import type { Held } from './held.ts'
import type { InstanceFiles } from './instance-files.ts'
import type { NewTimes } from './new-times.ts'
import { hashFound, setFoundTimes, statFound } from './node-operations.ts'
import type { PathFlags } from './node.ts'
import type { Place } from './place.ts'
import { hasLink } from './has-link.ts'
import { readLink } from './walk.ts'

/** A path that an operation goes to, from the folder of a descriptor. */
export interface Target {
  readonly place: Place
  readonly path: string
  readonly flags?: PathFlags
}

/** `stat-at`. */
export function statAt(files: InstanceFiles, target: Target): DescriptorStat {
  using found = locate(files, target, 'read')
  return statFound(found)
}

/** `metadata-hash-at`. */
export function hashAt(files: InstanceFiles, target: Target): MetadataHash {
  using found = locate(files, target, 'read')
  return hashFound(found)
}

/** `set-times-at`. */
export function setTimesAt(files: InstanceFiles, target: Target, times: NewTimes): void {
  using found = locate(files, target, 'write')
  files.require(found, 'write')
  setFoundTimes(files, found, times)
}

/** `readlink-at`. @throws FileError `not-permitted` for a target that starts at the root: it tells what lies outside */
export function readLinkAt(files: InstanceFiles, target: Target): string {
  using found = locate(files, target, 'read')
  files.require(found, 'read')
  if (found.entry === null) throw new FileError('no-entry')
  if (!found.entry.isLink) throw new FileError('invalid')
  const text = readLink(pathOf(files, found))
  if (text.startsWith('/')) throw new FileError('not-permitted')
  return text
}

/** `create-directory-at`. */
export function createFolderAt(files: InstanceFiles, target: Target): void {
  using found = locate(files, target, 'write')
  if (found.kind === 'front' || found.entry !== null) throw new FileError('exist')
  files.require(found, 'write')
  mkdirSync(pathOf(files, found))
}

/** `remove-directory-at`. */
export function removeFolderAt(files: InstanceFiles, target: Target): void {
  using found = locate(files, target, 'write')
  files.require(found, 'write')
  if (!requireEntry(found).isFolder) throw new FileError('not-directory')
  requireNoAnchor(files, found)
  rmdirSync(pathOf(files, found))
}

/** `unlink-file-at`. */
export function unlinkAt(files: InstanceFiles, target: Target): void {
  using found = locate(files, target, 'write')
  files.require(found, 'write')
  if (requireEntry(found).isFolder) throw new FileError('is-directory')
  requireNoWay(files, found)
  requireNoAnchor(files, found)
  unlinkSync(pathOf(files, found))
}

/** `rename-at`. */
export function renameAt(files: InstanceFiles, from: Target, to: Target): void {
  using source = locate(files, from, 'write')
  files.require(source, 'write')
  using target = locate(files, to, 'write')
  files.require(target, 'write')
  const { isFolder } = requireEntry(source)
  if (target.mustBeFolder && !isFolder) throw new FileError('not-directory')
  if (!files.rules.allowsMove(source.path, target.path, { isFolder })) files.deny(source.path, 'write')
  for (const found of [source, target]) {
    requireNoWay(files, found)
    requireNoAnchor(files, found)
    requireNoLink(files, found)
  }
  renameSync(pathOf(files, source), pathOf(files, target))
}

/** `link-at` and `symlink-at`: a link could lead a later walk, or another program, to what was never granted. */
export function refuseLink(): never {
  throw new FileError('not-permitted')
}

function locate(files: InstanceFiles, { place, path, flags }: Target, access: 'read' | 'write') {
  return files.locate(place, path, { access, follow: flags?.symlinkFollow === true })
}

/** @throws FileError where a link leads to something that is denied, as in a home folder whose `.config` is one */
function requireNoWay(files: InstanceFiles, { entry, path }: Found): void {
  if (entry?.isLink === true && files.rules.isWayToDenied(path)) files.deny(path, 'write')
}

/** @throws FileError where a grant begins, there or beneath: whatever else came under that name would be granted */
function requireNoAnchor(files: InstanceFiles, { entry, folder, path }: Found): void {
  if (entry !== null && folder !== null && files.roots.areIn(path)) throw new FileError('busy')
}

/**
 * Links stay where a person has put them: under another name, or from another folder, one leads somewhere else, for us and for
 * every program that follows it.
 *
 * @throws FileError for a link, and for a folder with one in it
 */
function requireNoLink(files: InstanceFiles, { entry }: Found): void {
  if (entry === null) return
  if (entry.isLink || (entry.isFolder && hasLink(files.handles.pathTo(entry)))) {
    throw new FileError('not-permitted')
  }
}

function requireEntry({ entry }: Found): Held {
  if (entry === null) throw new FileError('no-entry')
  return entry
}

/** The name in the folder that is held. @throws FileError `not-permitted` for where a grant begins */
function pathOf(files: InstanceFiles, { folder, name }: Found): string {
  if (folder === null) throw new FileError('not-permitted')
  return files.handles.pathIn(folder, name)
}
