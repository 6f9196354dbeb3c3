import { changeCatalog } from './change-catalog.ts'
import type { ComponentRecord } from './component-record.ts'
import type { LoadContext } from '../loading/load-component.ts'

/** What reconciling needs of its room. */
export type ReconcileContext = Pick<LoadContext, 'catalog' | 'folder' | 'provisioned' | 'sandbox'>

/**
 * Brings the catalog in line with the records in the folder, which other processes and people change too.
 *
 * No component file is read. Returns the ids of files without a record that fits, for `Adoption`.
 *
 * @throws CodedError `COMPONENT_FOLDER_NOT_READABLE`
 */
export async function reconcile(context: ReconcileContext): Promise<string[]> {
  const { folder, catalog } = context
  const ids = await folder.ids()
  const records = await Promise.all(ids.map(async (id) => ({ id, record: await folder.readRecord(id) })))
  const put = records.flatMap(({ record }) => (record !== null && isNews(context, record) ? [record] : []))
  const gone = catalog.list().filter(({ id }) => !ids.includes(id))
  for (const record of put) handOver(context, record)
  for (const { id } of gone) context.provisioned.withdraw(id)
  if (put.length > 0 || gone.length > 0) changeCatalog(context, { put, remove: gone.map(({ id }) => id) })
  return records.filter(({ record }) => record === null).map(({ id }) => id)
}

function isNews({ catalog }: ReconcileContext, record: ComponentRecord): boolean {
  const known = catalog.get(record.id)
  return known === undefined || known.digest !== record.stamp.digest || known.reference !== record.reference
}

/** Another process has put something in place of what this one was told to grant something to. */
function handOver(
  { catalog, provisioned }: ReconcileContext,
  { id, stamp, reference }: ComponentRecord,
): void {
  const before = catalog.get(id)
  if (before !== undefined) provisioned.handOver(before, { digest: stamp.digest, reference })
}
