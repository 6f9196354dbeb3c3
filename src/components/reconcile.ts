import { describeError, type Logger } from '#platform'

import type { ComponentRecord } from './component-record.ts'
import { describeComponent } from './describe-component.ts'
import type { LoadContext } from './load-component.ts'

/** What reconciling needs of its room. */
export type ReconcileContext = Pick<LoadContext, 'catalog' | 'folder' | 'sandbox'>

/**
 * Brings the catalog in line with the records in the folder, which other processes and people change too.
 *
 * No component file is read. Returns the ids of files without a record that fits, for `adopt`.
 */
export async function reconcile(context: ReconcileContext): Promise<string[]> {
  const { folder, catalog, sandbox } = context
  const ids = await folder.ids()
  const records = await Promise.all(ids.map(async (id) => ({ id, record: await folder.readRecord(id) })))
  const put = records.flatMap(({ record }) => (record !== null && isNews(context, record) ? [record] : []))
  const gone = catalog.list().filter(({ id }) => !ids.includes(id))
  const replaced = put.flatMap(({ id }) => catalog.get(id)?.digest ?? [])
  if (put.length > 0 || gone.length > 0) catalog.apply({ put, remove: gone.map(({ id }) => id) })
  for (const digest of [...replaced, ...gone.map((component) => component.digest)]) {
    if (!catalog.hasDigest(digest)) sandbox.drop(digest)
  }
  return records.filter(({ record }) => record === null).map(({ id }) => id)
}

function isNews({ catalog }: ReconcileContext, record: ComponentRecord): boolean {
  const known = catalog.get(record.id)
  return known === undefined || known.digest !== record.stamp.digest
}

/** Makes a record for a component file that has none: put there by hand, or by Wassette. */
export async function adopt(context: ReconcileContext, id: string, logger: Logger): Promise<void> {
  const { folder, catalog, sandbox } = context
  try {
    const stamp = await folder.stamp(id)
    const inspection = await sandbox.inspect({ path: folder.fileOf(id), digest: stamp.digest })
    const record: ComponentRecord = { id, stamp, ...describeComponent(inspection), reference: null }
    catalog.apply({ put: [record] })
    await folder.writeRecord(record)
  } catch (error) {
    logger.warn({ component: id, reason: describeError(error) }, 'A component in the folder cannot be loaded')
  }
}
