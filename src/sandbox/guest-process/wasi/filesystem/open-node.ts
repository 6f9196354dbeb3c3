import { constants } from 'node:fs'

import { FileError } from './error-code.ts'
import type { Found } from './found.ts'
import type { Held } from './held.ts'
import type { InstanceFiles } from './instance-files.ts'
import type { DescriptorFlags, FileNode, FolderNode, Node, OpenFlags, PathFlags } from './node.ts'
import { OpenFile, openFileHooks } from './open-file.ts'
import type { Place } from './place.ts'

/** How a guest wants to open a path. */
export interface OpenRequest {
  readonly path: string
  readonly pathFlags: PathFlags
  readonly openFlags: OpenFlags
  readonly flags: DescriptorFlags
}

/** `open-at`. @throws FileError as WASI has it; only regular files and folders are ever opened */
export function openNode(files: InstanceFiles, place: Place, request: OpenRequest): Node {
  const { openFlags, path, pathFlags } = request
  if (openFlags.directory && (openFlags.create || openFlags.truncate)) throw new FileError('invalid')
  const follow = pathFlags.symlinkFollow === true && !openFlags.exclusive
  const access = changes(request) ? 'write' : 'read'
  using found = files.locate(place, path, { access, follow })
  if (found.kind === 'front') {
    if (changes(request)) return files.deny(found.path, 'write')
    return { kind: 'folder', place: { kind: 'front', path: found.path } }
  }
  if (found.entry === null) return createFile(files, found, request)
  if (openFlags.create && openFlags.exclusive) throw new FileError('exist')
  if (found.entry.isFolder) return openFolder(files, found, request)
  if (openFlags.directory) throw new FileError('not-directory')
  return openFile(files, { found, entry: found.entry }, request)
}

function changes({ flags, openFlags }: OpenRequest): boolean {
  return flags.write === true || openFlags.truncate === true
}

function createFile(files: InstanceFiles, found: Found, { openFlags, flags }: OpenRequest): FileNode {
  if (!openFlags.create || found.folder === null) throw new FileError('no-entry')
  if (found.mustBeFolder) throw new FileError('is-directory')
  files.require(found, 'write')
  if (flags.read) files.require(found, 'read')
  const { folder, name, path } = found
  const file = keepFile(files, path, () => files.handles.create(folder, name, openMode(flags)))
  return { kind: 'file', file, path, flags }
}

function openFolder(files: InstanceFiles, found: Found, { openFlags, flags }: OpenRequest): FolderNode {
  if (flags.write || openFlags.truncate || openFlags.create) throw new FileError('is-directory')
  const { entry, root } = found
  if (entry === null) throw new FileError('no-entry')
  const held = files.open.add(() => found.take() ?? files.handles.holdIn(entry, '.'))
  return { kind: 'folder', place: { kind: 'folder', root, held } }
}

interface FoundFile {
  readonly found: Found
  readonly entry: Held
}

function openFile(files: InstanceFiles, { found, entry }: FoundFile, request: OpenRequest): FileNode {
  if (entry.isLink) throw new FileError('loop')
  // Devices act when they are opened, and a FIFO waits for its other end.
  if (!entry.isFile) throw new FileError('not-permitted')
  const { flags, openFlags } = request
  if (flags.read || !changes(request)) files.require(found, 'read')
  if (changes(request)) files.require(found, 'write')
  const mode = openMode(flags) | (openFlags.truncate ? constants.O_TRUNC : 0)
  const file = keepFile(files, found.path, () => files.handles.open(entry, mode))
  return { kind: 'file', file, path: found.path, flags }
}

function keepFile(files: InstanceFiles, path: string, open: () => Held): OpenFile {
  return files.open.add(() => new OpenFile(open(), openFileHooks(files, path)))
}

function openMode(flags: DescriptorFlags): number {
  const { O_RDONLY, O_RDWR, O_WRONLY, O_SYNC, O_DSYNC } = constants
  const access = flags.write ? (flags.read ? O_RDWR : O_WRONLY) : O_RDONLY
  return access | (flags.fileIntegritySync ? O_SYNC : 0) | (flags.dataIntegritySync ? O_DSYNC : 0)
}
