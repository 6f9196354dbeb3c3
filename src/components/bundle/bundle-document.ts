import { z } from 'zod'

import { boundedTexts, CodedError, jsonOrNull } from '#platform'

import { type LockDocument, parseLockDocument, printLockDocument } from '../lock-file/lock-document.ts'

/** What a bundle says besides its artifacts. */
export interface BundleDocument {
  readonly lock: LockDocument
  /** The operator's policy by the id of its component: only where it was asked for. */
  readonly grants: ReadonlyMap<string, string>
}

const VERSION = 1
/** One for each component; an archive has fewer. */
const MAX_GRANTS = 10_000

const DOCUMENT = z.strictObject({
  bundleVersion: z.literal(VERSION),
  lock: z.string(),
  grants: boundedTexts(MAX_GRANTS),
})

/** The same text for the same content. */
export function printBundleDocument({ lock, grants }: BundleDocument): string {
  const sorted = [...grants].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify({
    bundleVersion: VERSION,
    grants: Object.fromEntries(sorted),
    lock: printLockDocument(lock),
  })
}

/** Reads what `printBundleDocument` wrote into the archive `path`. @throws CodedError `BUNDLE_INVALID`, `LOCK_FILE_INVALID` */
export function parseBundleDocument(bytes: Uint8Array | null, path: string): BundleDocument {
  const parsed = DOCUMENT.safeParse(bytes === null ? null : jsonOrNull(bytes))
  if (!parsed.success) {
    const text = `"${path}" is an image layout but no bundle: export one with "wassette bundle export"; nothing of it was used`
    throw new CodedError('BUNDLE_INVALID', text)
  }
  const { lock, grants } = parsed.data
  return { lock: parseLockDocument(lock, path), grants: new Map(Object.entries(grants)) }
}
