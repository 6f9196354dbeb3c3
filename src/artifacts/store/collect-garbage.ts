import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { assertNotCancelled, type Cancellable, withFileLock } from '#platform'

import { hexOf } from '../digest.ts'
import { type CollectionPlan, type CollectionRules, planCollection } from './inventory/plan-collection.ts'
import { type BlobEntry, takeInventory } from './inventory/take-inventory.ts'
import { PARTIAL } from './partial-blobs.ts'
import { forgetReferences } from './reference-records.ts'
import { storeError } from './store-error.ts'

/** Removes what `planCollection` says, beside loads of other processes; two collectors take turns. @throws CodedError `LOCKED`, `STORE_NOT_WRITABLE`, `CANCELLED` */
export async function collectGarbage(
  storeDir: string,
  rules: CollectionRules & Cancellable,
): Promise<CollectionPlan> {
  if ((await stat(storeDir).catch(() => null)) === null) return { blobs: [], references: [], left: 0 }
  try {
    return await withFileLock(join(storeDir, 'gc'), () => collect(storeDir, rules), rules)
  } catch (error) {
    throw storeError(error, storeDir)
  }
}

async function collect(storeDir: string, rules: CollectionRules & Cancellable): Promise<CollectionPlan> {
  const plan = planCollection(await takeInventory(storeDir, rules), rules)
  assertNotCancelled(rules)
  // Names first: a reference must not be listed when its blobs are gone.
  await forgetReferences(storeDir, plan.references)
  for (const blob of plan.blobs) {
    assertNotCancelled(rules)
    await removeUnused(storeDir, blob)
  }
  await removeOldPartials(storeDir, rules.now - rules.graceMs)
  return plan
}

/** A load can have found the blob since the plan was made. */
async function removeUnused(storeDir: string, { digest, lastUsed }: BlobEntry): Promise<void> {
  const path = join(storeDir, 'blobs', 'sha256', hexOf(digest))
  const found = await stat(path).catch(() => null)
  if (found !== null && found.mtimeMs <= lastUsed) await rm(path, { force: true })
}

async function removeOldPartials(storeDir: string, before: number): Promise<void> {
  const folder = join(storeDir, 'tmp')
  for (const name of await readdir(folder).catch((): string[] => [])) {
    // The others belong to processes that live, or are tidied up at the next start.
    if (!name.endsWith(PARTIAL)) continue
    const found = await stat(join(folder, name)).catch(() => null)
    if (found !== null && found.mtimeMs < before) await rm(join(folder, name), { force: true })
  }
}
