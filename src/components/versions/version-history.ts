import { readFile } from 'node:fs/promises'

import { z } from 'zod'

import { writeFileAtomically } from '#platform'

import type { ComponentFolder } from '../catalog/component-folder.ts'
import type { LockFile } from '../lock-file/lock-file.ts'
import { LOCKED_VERSION, type LockedVersion } from '../lock-file/locked-version.ts'
import type { InstalledComponent } from '../types.ts'

/** Far enough to go back; what is older is in the version control of whoever keeps the lock file there. */
const LONGEST = 5

/** A version that was installed, and the reference that stood for it. */
export interface PastVersion {
  readonly reference: string
  readonly version: LockedVersion
}

const HISTORY = z.array(z.strictObject({ reference: z.string(), version: LOCKED_VERSION }))

/** What was installed under an id before, newest first; empty where there is no file, or none that can be read. */
export async function readHistory(file: string): Promise<readonly PastVersion[]> {
  try {
    return HISTORY.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return []
  }
}

/** Keeps what is installed under an id, and is about to be replaced, so that a person can go back to it. */
export async function keepPastVersion(
  { folder, lockFile }: { readonly folder: ComponentFolder; readonly lockFile: LockFile },
  { id, digest }: Pick<InstalledComponent, 'id' | 'digest'>,
): Promise<void> {
  const found = [...(await lockFile.read())].find(
    ([, version]) => version.id === id && version.layer.digest === digest,
  )
  // What was put into the folder by hand came from nowhere that one could go back to.
  if (found === undefined) return
  const [reference, version] = found
  const file = folder.historyOf(id)
  await writeHistory(file, [{ reference, version }, ...(await readHistory(file))])
}

/** Keeps the newest of them. */
export async function writeHistory(file: string, history: readonly PastVersion[]): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(history.slice(0, LONGEST), null, 2)}\n`)
}
