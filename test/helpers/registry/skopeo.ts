import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { findDebianProgram, librariesOf, type DebianProgram } from '../debian-program.ts'

const run = promisify(execFile)
const SKOPEO: DebianProgram = { name: 'skopeo', package: 'skopeo', needsLibraries: true }

/** Runs skopeo, an OCI client that is not ours, against registries without TLS; returns what it prints. Throws where it fails. */
export async function runSkopeo(args: readonly string[]): Promise<string> {
  const path = await findDebianProgram(SKOPEO)
  const libraries = await librariesOf(SKOPEO, path)
  const env = { ...process.env, ...(libraries !== null && { LD_LIBRARY_PATH: libraries }) }
  const { stdout } = await run(path, ['--insecure-policy', ...args], { env })
  return stdout
}
