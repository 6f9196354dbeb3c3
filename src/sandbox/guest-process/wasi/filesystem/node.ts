import type { OpenFile } from './open-file.ts'
import type { Place } from './place.ts'

/** What a descriptor stands for, in 0.2 and 0.3 alike. */
export type Node = FileNode | FolderNode

/** An open regular file, with the rights that it was opened with. */
export interface FileNode {
  readonly kind: 'file'
  readonly file: OpenFile
  /** As the guest saw it when it was opened. */
  readonly path: string
  readonly flags: DescriptorFlags
}

/** A folder; what may be done in it is decided for each operation. */
export interface FolderNode {
  readonly kind: 'folder'
  readonly place: Place
}

/** `wasi:filesystem/types` `descriptor-flags`, as jco hands them over. */
export interface DescriptorFlags {
  readonly read?: boolean
  readonly write?: boolean
  readonly fileIntegritySync?: boolean
  readonly dataIntegritySync?: boolean
  readonly requestedWriteSync?: boolean
  readonly mutateDirectory?: boolean
}

/** `wasi:filesystem/types` `open-flags`. */
export interface OpenFlags {
  readonly create?: boolean
  readonly directory?: boolean
  readonly exclusive?: boolean
  readonly truncate?: boolean
}

/** `wasi:filesystem/types` `path-flags`. */
export interface PathFlags {
  readonly symlinkFollow?: boolean
}
