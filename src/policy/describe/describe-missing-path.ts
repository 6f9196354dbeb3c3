import { stat } from 'node:fs/promises'

import type { Grant } from '../grant.ts'
import { preopenRoots } from '../path-pattern.ts'
import { parseStorageUri } from '../parse/storage-uri.ts'

/** A sentence where a grant is about a path that is not there, which is likely a slip; it is granted all the same. */
export async function describeMissingPath(grant: Grant): Promise<readonly string[]> {
  if (grant.kind !== 'storage') return []
  const pattern = parseStorageUri(grant.uri)
  const [root] = preopenRoots({ allow: [{ pattern, read: true, write: true }], deny: [] })
  if (root === undefined) return []
  const isThere = await stat(root.path).then(
    () => true,
    () => false,
  )
  return isThere ? [] : [`'${root.path}' is not there yet, the grant holds once it is`]
}
