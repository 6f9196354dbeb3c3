import type { PolicyStore } from '#policy'

import type { Catalog } from '../catalog/catalog.ts'

/** Names of the listed tools of which the operator says that they only read, as the policies are at this moment. */
export async function readOnlyTools(catalog: Catalog, policies: PolicyStore): Promise<ReadonlySet<string>> {
  const components = catalog.list()
  const snapshots = await Promise.all(components.map(({ id }) => policies.read(id)))
  const functions = new Map(components.map(({ id }, index) => [id, snapshots[index]?.readOnlyTools]))
  const listed = catalog.tools().filter(({ name, componentId }) => {
    const [found] = catalog.find(name)
    const called = found?.component.tools[found.index]?.function
    return called !== undefined && functions.get(componentId)?.has(called.name) === true
  })
  return new Set(listed.map(({ name }) => name))
}
