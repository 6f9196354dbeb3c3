import type { Sandbox } from '#sandbox'

import type { Catalog, CatalogChange } from './catalog.ts'

/** Changes the catalog, and ends the processes of what was removed or replaced once their calls are done. */
export function changeCatalog(
  { catalog, sandbox }: { readonly catalog: Catalog; readonly sandbox: Sandbox },
  change: CatalogChange,
): void {
  const ids = [...(change.put ?? []).map(({ id }) => id), ...(change.remove ?? [])]
  const before = new Map(ids.map((id) => [id, catalog.get(id)?.digest]))
  catalog.apply(change)
  for (const [id, digest] of before) if (catalog.get(id)?.digest !== digest) sandbox.drop(id)
}
