import { FileError } from './error-code.ts'
import {
  type DescriptorStat,
  type DescriptorType,
  FRONT_STAT,
  hashOf,
  hashOfFront,
  type MetadataHash,
  toDescriptorStat,
} from './file-stat.ts'
import type { Found, FoundFront } from './found.ts'
import type { InstanceFiles } from './instance-files.ts'
import { type NewTimes, setTimes } from './new-times.ts'
import type { DescriptorFlags, FolderNode, Node } from './node.ts'

/** `get-type`. */
export function nodeType(node: Node): DescriptorType {
  return node.kind === 'file' ? 'regular-file' : 'directory'
}

/** `get-flags`: of a folder, what the rules say now. */
export function nodeFlags(files: InstanceFiles, node: Node): DescriptorFlags {
  if (node.kind === 'file') return node.flags
  using found = files.locateSelf(node.place, 'read')
  return { read: true, mutateDirectory: files.rules.allows(found.path, 'write') }
}

/** `stat`. */
export function statNode(files: InstanceFiles, node: Node): DescriptorStat {
  if (node.kind === 'file') return toDescriptorStat(node.file.stat())
  using found = files.locateSelf(node.place, 'read')
  return statFound(found)
}

/** `metadata-hash`. */
export function hashNode(files: InstanceFiles, node: Node): MetadataHash {
  if (node.kind === 'file') return hashOf(node.file.stat())
  using found = files.locateSelf(node.place, 'read')
  return hashFound(found)
}

/** `is-same-object`; it has no way to fail, so what cannot be looked at any more is the same as nothing. */
export function isSameNode(files: InstanceFiles, one: Node, other: Node): boolean {
  try {
    const [a, b] = [hashNode(files, one), hashNode(files, other)]
    return a.lower === b.lower && a.upper === b.upper
  } catch {
    return false
  }
}

/** `set-times`. */
export function setNodeTimes(files: InstanceFiles, node: Node, times: NewTimes): void {
  if (node.kind === 'file') {
    if (!files.rules.allows(node.path, 'write')) files.deny(node.path, 'write')
    return setTimes(files.handles.pathTo(node.file.held), times, node.file.stat())
  }
  using found = files.locateSelf(node.place, 'write')
  files.require(found, 'write')
  setFoundTimes(files, found, times)
}

/** What is there, as WASI describes it. @throws FileError `no-entry` where nothing is */
export function statFound(found: Found | FoundFront): DescriptorStat {
  if (found.kind === 'front') return FRONT_STAT
  if (found.entry === null) throw new FileError('no-entry')
  return toDescriptorStat(found.entry.stat)
}

/** As `metadata-hash` has it. @throws FileError `no-entry` where nothing is */
export function hashFound(found: Found | FoundFront): MetadataHash {
  if (found.kind === 'front') return hashOfFront(found.path)
  if (found.entry === null) throw new FileError('no-entry')
  return hashOf(found.entry.stat)
}

/** Sets times of what is there. @throws FileError `no-entry` where nothing is */
export function setFoundTimes(files: InstanceFiles, found: Found, times: NewTimes): void {
  const { entry, folder, name } = found
  if (entry === null) throw new FileError('no-entry')
  const isNamed = entry.isLink && folder !== null
  setTimes(isNamed ? files.handles.pathIn(folder, name) : files.handles.pathTo(entry), times, entry.stat)
}

/** The folder that a descriptor stands for. @throws FileError `not-directory` for a file */
export function requireFolder(node: Node): FolderNode {
  if (node.kind === 'file') throw new FileError('not-directory')
  return node
}

/** A guest drops its descriptor; streams that it made of a file go on. */
export function closeNode(files: InstanceFiles, node: Node): void {
  if (node.kind === 'file') node.file.release()
  else if (node.place.kind === 'folder') files.open.close(node.place.held)
}
