import { readFile, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

import { writeFileAtomically } from '#platform'

/** Where a policy file came from. */
export interface PolicyInfo {
  readonly path: string
  readonly sourceUri: string
  /** Seconds since 1970. */
  readonly createdAt: number
}

/** Writes `<id>.policy.meta.json` beside a policy that was made here. */
export async function writePolicyMeta(metaFile: string, policyFile: string): Promise<void> {
  const meta = { source_uri: pathToFileURL(policyFile).href, attached_at: Math.floor(Date.now() / 1000) }
  await writeFileAtomically(metaFile, `${JSON.stringify(meta)}\n`)
}

/** Where a policy came from, as its metadata says or else the file itself; null where there is no policy. */
export async function readPolicyInfo(metaFile: string, policyFile: string): Promise<PolicyInfo | null> {
  const file = await stat(policyFile).catch(() => null)
  if (file === null) return null
  const { source_uri: sourceUri, attached_at: attachedAt } = await readMeta(metaFile)
  return {
    path: policyFile,
    sourceUri: typeof sourceUri === 'string' ? sourceUri : pathToFileURL(policyFile).href,
    createdAt: typeof attachedAt === 'number' ? attachedAt : Math.floor(file.mtimeMs / 1000),
  }
}

/** What is missing or damaged says nothing: it is shown and decides nothing. */
async function readMeta(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const meta: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof meta === 'object' && meta !== null ? { ...meta } : {}
  } catch {
    return {}
  }
}
