import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { runTool } from '../build-guests/run-tool.ts'

const VERSION = /^\d+(?:\.\d+){0,2}$/

/** The path of a Node.js: `wanted` itself, or a version (`24`, `24.9.0`) that is installed from the npm registry into `cache`. */
export async function findNode(wanted: string, cache: string): Promise<string> {
  if (!VERSION.test(wanted)) return wanted
  const folder = join(cache, `node-${wanted}`)
  const name = `node-${process.platform}-${process.arch}`
  const path = join(folder, 'node_modules', name, 'bin', 'node')
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) return path
  const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts']
  await runTool(['npm', 'install', '--prefix', folder, ...flags, `${name}@${wanted}`], {
    cwd: cache,
    missing: `Name the path of a Node.js ${wanted}: --node /path/to/node`,
  })
  return path
}
