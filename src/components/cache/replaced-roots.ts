import { stat } from 'node:fs/promises'

import type { StoreRoot } from '#artifacts'

import { ComponentFolder } from '../catalog/component-folder.ts'
import { readHistory } from '../versions/version-history.ts'

/**
 * What was installed in a folder before and can be gone back to: for the grace time after it was replaced, however long ago
 * it was downloaded. @throws CodedError
 */
export async function replacedRoots(folder: string): Promise<readonly StoreRoot[]> {
  const components = new ComponentFolder(folder)
  const found = (await components.ids()).map(async (id): Promise<readonly StoreRoot[]> => {
    const file = components.historyOf(id)
    // Written when a version was replaced, so that its time is that of the newest of them.
    const givenUp = (await stat(file).catch(() => null))?.mtimeMs ?? 0
    const history = await readHistory(file)
    return history.flatMap(({ version: { manifest, layer, policy } }) =>
      [manifest?.digest, layer.digest, policy].flatMap((digest): StoreRoot[] =>
        digest ? [{ digest, reason: { kind: 'replaced', id }, givenUp }] : [],
      ),
    )
  })
  return (await Promise.all(found)).flat()
}
