import { realpathSync } from 'node:fs'
import { basename } from 'node:path'

/** Whether a path is that program of util-linux: in a small container it may be a link to one, such as BusyBox, that does less under its name. */
export function isLinuxProgram(path: string): boolean {
  if (process.platform !== 'linux') return false
  try {
    return basename(realpathSync(path)) === basename(path)
  } catch {
    return false
  }
}
