import { z } from 'zod'

import { jsonOrNull } from '#platform'

import { MAX_LAYERS } from '../../limits.ts'
import { Descriptor } from '../manifest.ts'

const Index = z.object({ manifests: z.array(z.unknown()).max(MAX_LAYERS) })
const Entry = Descriptor.extend({ artifactType: z.string().catch('') })

/** An entry of an index of referrers; what its writer says that it is may be empty, or wrong (cosign#4641). */
export type IndexedReferrer = Readonly<z.infer<typeof Entry>>

/** The entries of an index of referrers; those that cannot be read are left out. */
export function indexEntries(bytes: Uint8Array): readonly IndexedReferrer[] {
  const index = Index.safeParse(jsonOrNull(bytes))
  if (!index.success) return []
  return index.data.manifests.flatMap((entry) => {
    const parsed = Entry.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
}
