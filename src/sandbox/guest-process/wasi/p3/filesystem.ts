import { WitError } from '../wit-error.ts'

/**
 * `wasi:filesystem/types` `descriptor` of 0.3.
 *
 * No folder is granted, so no guest holds one; should one come by a descriptor all the same, nothing can be done with it.
 */
class Descriptor {
  readViaStream = denied
  writeViaStream = denied
  appendViaStream = denied
  advise = denied
  syncData = denied
  getFlags = denied
  getType = denied
  setSize = denied
  setTimes = denied
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
  isSameObject = denied
  metadataHash = denied
  metadataHashAt = denied
}

/** The imports of `wasi:filesystem` 0.3: no folder is granted. */
export function createFilesystem3(): Record<string, object> {
  return {
    'wasi:filesystem/preopens': { getDirectories: (): [Descriptor, string][] => [] },
    'wasi:filesystem/types': { Descriptor },
  }
}

function denied(): never {
  throw new WitError({ tag: 'access' })
}
