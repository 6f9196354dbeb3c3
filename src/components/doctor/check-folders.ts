import { access, constants, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { type Check, failure, ok, warning } from './check.ts'

/** A folder that is written to, and what becomes of it when it cannot be. */
export interface FolderUse {
  readonly name: string
  readonly path: string
  readonly isRequired: boolean
  /** How to name another one. */
  readonly setting: string
}

/** Whether a folder can be written, or made where it is missing. */
export async function checkFolder({ name, path, isRequired, setting }: FolderUse): Promise<Check> {
  if (await canWrite(path)) return ok(name, path)
  const next = `change its permissions, or set ${setting}`
  return (isRequired ? failure : warning)(name, `${path} cannot be written`, next)
}

/** Files beyond this are not counted: a sum that takes minutes helps nobody. */
const MAX_FILES = 100_000

/** How much lies in a folder of ours that can be deleted at any time. */
export async function checkSize(name: string, path: string): Promise<Check> {
  const budget = { left: MAX_FILES }
  const bytes = await sizeOf(path, budget)
  const about = budget.left <= 0 ? 'more than ' : ''
  return ok(name, `${about}${(bytes / 1024 / 1024).toFixed(1)} MiB`)
}

async function canWrite(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  const parent = dirname(path)
  if (found === null) return parent !== path && canWrite(parent)
  return (
    found.isDirectory() &&
    access(path, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    )
  )
}

async function sizeOf(path: string, budget: { left: number }): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  let bytes = 0
  for (const entry of entries) {
    budget.left -= 1
    if (budget.left <= 0) return bytes
    const inside = join(path, entry.name)
    if (entry.isDirectory()) bytes += await sizeOf(inside, budget)
    else if (entry.isFile()) bytes += (await stat(inside).catch(() => ({ size: 0 }))).size
  }
  return bytes
}
