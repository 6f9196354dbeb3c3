import { componentNew } from '@bytecodealliance/jco-transpile/wasm-tools'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { GUEST_CACHE, type GuestFolder } from './guest-folder.ts'
import { runTool } from './run-tool.ts'

const TARGET = 'wasm32-unknown-unknown'

/** Builds a guest with cargo; wit-bindgen has put the world into the core module. */
export async function buildRust(guest: GuestFolder): Promise<Uint8Array> {
  const target = join(GUEST_CACHE, 'cargo')
  await runTool(['cargo', 'build', '--release', '--locked', '--target', TARGET, '--target-dir', target], {
    cwd: guest.path,
    missing: `Building it needs Rust and 'rustup target add ${TARGET}'`,
  })
  const file = `${guest.name.replaceAll('-', '_')}.wasm`
  return componentNew(await readFile(join(target, TARGET, 'release', file)))
}
