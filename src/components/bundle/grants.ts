import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The operator's policies of components, as they stand in the component folder; those that have none are left out. */
export async function readGrants(
  folder: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const read = ids.map(async (id) => {
    const text = await readFile(join(folder, `${id}.policy.yaml`), 'utf8').catch(() => null)
    return text === null ? [] : [[id, text] as const]
  })
  return new Map((await Promise.all(read)).flat())
}
