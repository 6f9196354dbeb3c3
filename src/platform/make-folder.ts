import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it, where they are missing.
 *
 * Node's own recursive `mkdir` never returns where a file system makes no folders and answers ENOENT, as `/proc` does.
 *
 * @throws Error with a `code` of `node:fs`
 */
export async function makeFolder(path: string, options: { readonly mode?: number } = {}): Promise<void> {
  try {
    await makeOne(path, options)
  } catch (error) {
    const parent = dirname(path)
    if (!hasCode(error, 'ENOENT') || parent === path) throw error
    await makeFolder(parent, options)
    await makeOne(path, options)
  }
}

async function makeOne(path: string, options: { readonly mode?: number }): Promise<void> {
  try {
    await mkdir(path, options)
  } catch (error) {
    if (!hasCode(error, 'EEXIST') || !(await stat(path)).isDirectory()) throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
