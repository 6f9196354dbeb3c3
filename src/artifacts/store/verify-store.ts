import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { type Cancellable, isCodedError } from '#platform'

import { isSha256Digest, type Sha256Digest } from '../digest.ts'
import { hashFile } from './hash-file.ts'
import { storeError, systemCode } from './store-error.ts'

/** What hashing every blob has shown. */
export interface StoreVerification {
  /** How many blobs were hashed. */
  readonly checked: number
  /** Digests of blobs with other bytes, which are removed: they are fetched again when they are needed. */
  readonly damaged: readonly Sha256Digest[]
}

/** Hashes every blob again and removes those that are not what their names say. @throws CodedError `STORE_NOT_WRITABLE`, `CANCELLED` */
export async function verifyStore(storeDir: string, options: Cancellable = {}): Promise<StoreVerification> {
  const folder = join(storeDir, 'blobs', 'sha256')
  const damaged: Sha256Digest[] = []
  let checked = 0
  for (const name of (await readdir(folder).catch((): string[] => [])).toSorted()) {
    const [path, digest] = [join(folder, name), `sha256:${name}`]
    if (!isSha256Digest(digest)) continue
    const hashed = await hashFile(path, options).catch(missingOr)
    if (hashed === 'missing') continue
    checked += 1
    if (hashed !== 'unreadable' && hashed.digest === digest) continue
    await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
      throw storeError(error, storeDir)
    })
    damaged.push(digest)
  }
  return { checked, damaged }
}

/** A bad sector is damage too. A blob that a collection removed at the same time is none, nor one of another user. */
function missingOr(error: unknown): 'missing' | 'unreadable' {
  if (isCodedError(error)) throw error
  const code = systemCode(error)
  if (code === 'ENOENT') return 'missing'
  if (code === 'EIO' || code === 'EISDIR') return 'unreadable'
  throw error
}
