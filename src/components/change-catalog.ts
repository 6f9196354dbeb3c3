import type { Sandbox } from '#sandbox'

import type { Catalog, CatalogChange } from './catalog.ts'

/** Changes the catalog, and ends the processes of bytes that no component has any more once their calls are done. */
export function changeCatalog(
  { catalog, sandbox }: { readonly catalog: Catalog; readonly sandbox: Sandbox },
  change: CatalogChange,
): void {
  const ids = [...(change.put ?? []).map(({ id }) => id), ...(change.remove ?? [])]
  const before = new Set(ids.flatMap((id) => catalog.get(id)?.digest ?? []))
  catalog.apply(change)
  for (const digest of before) if (!catalog.hasDigest(digest)) sandbox.drop(digest)
}
