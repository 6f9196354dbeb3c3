import type { StoreRoot } from '#artifacts'

import { ComponentFolder } from '../catalog/component-folder.ts'

/** The components of a folder as roots of the content store. A file without a record is hashed. @throws CodedError */
export async function installedRoots(folder: string): Promise<readonly StoreRoot[]> {
  const components = new ComponentFolder(folder)
  const ids = await components.ids()
  const found = ids.map(async (id): Promise<StoreRoot | null> => {
    // One that is no file, or too large, is no component either.
    const stamp = (await components.readRecord(id))?.stamp ?? (await components.stamp(id).catch(() => null))
    return stamp && { digest: stamp.digest, reason: { kind: 'installed', id } }
  })
  return (await Promise.all(found)).filter((root) => root !== null)
}
