import { basename } from 'node:path'

import type { StoreRoot } from '#artifacts'

import { LockFile } from '../lock-file/lock-file.ts'

/** What a lock file names as roots of the content store. @throws CodedError `LOCK_FILE_INVALID`, `LOCK_FILE_NOT_READABLE` */
export async function lockedRoots(path: string): Promise<readonly StoreRoot[]> {
  const versions = [...(await new LockFile(path).read()).values()]
  const digests = versions.flatMap(({ manifest, layer, policy }) => [manifest?.digest, layer.digest, policy])
  return digests.flatMap((digest): StoreRoot[] => {
    return digest ? [{ digest, reason: { kind: 'locked', file: basename(path) } }] : []
  })
}
