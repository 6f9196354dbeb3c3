import { WitError } from '../wit-error.ts'

/**
 * `wasi:filesystem/types` `descriptor`.
 *
 * No folder is granted, so no guest holds one; should one come by a descriptor all the same, nothing can be done with it.
 */
export class Descriptor {
  readViaStream = denied
  writeViaStream = denied
  appendViaStream = denied
  advise = denied
  syncData = denied
  getFlags = denied
  getType = denied
  setSize = denied
  setTimes = denied
  read = denied
  write = denied
  readDirectory = denied
  sync = denied
  createDirectoryAt = denied
  stat = denied
  statAt = denied
  setTimesAt = denied
  linkAt = denied
  openAt = denied
  readlinkAt = denied
  removeDirectoryAt = denied
  renameAt = denied
  symlinkAt = denied
  unlinkFileAt = denied
  metadataHash = denied
  metadataHashAt = denied

  isSameObject(other: Descriptor): boolean {
    return this === other
  }
}

/** `wasi:filesystem/types` `directory-entry-stream`. */
export class DirectoryEntryStream {
  readDirectoryEntry = denied
}

function denied(): never {
  throw new WitError('access')
}
