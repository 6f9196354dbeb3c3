import { EMPTY_POLICY, type Permissions, type StorageRule } from './policy.ts'

/** Not files but windows into processes and devices: no grant opens them. */
export const PSEUDO_FOLDERS: readonly string[] = ['/proc', '/sys', '/dev']

/** Denies what no document can allow: pseudo files, and the product's own folders and files, by which a guest would write policies or read secrets. */
export function closedTo(ownFolders: readonly string[]): Permissions {
  const deny = [...PSEUDO_FOLDERS, ...ownFolders].map(closed)
  return { ...EMPTY_POLICY.permissions, storage: { allow: null, deny } }
}

function closed(path: string): StorageRule {
  return {
    uri: `fs://${path}`,
    pattern: path,
    resolved: null,
    read: true,
    write: true,
    expires: null,
    uses: null,
    line: null,
  }
}
