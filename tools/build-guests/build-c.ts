import { componentNew } from '@bytecodealliance/jco-transpile/wasm-tools'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { GUEST_CACHE, type GuestFolder } from './guest-folder.ts'
import { runTool } from './run-tool.ts'

const FLAGS = ['--target=wasm32-wasi', '-mexec-model=reactor', '-Os', '-Wall', '-Wextra', '-Wl,--strip-all']

/** Builds a guest from C; wit-bindgen has put the world into an object file. */
export async function buildC(guest: GuestFolder): Promise<Uint8Array> {
  const files = await readdir(guest.path)
  const output = join(GUEST_CACHE, `${guest.name}.unfinished`)
  await runTool(['clang', ...FLAGS, '-o', output, ...files.filter((file) => /\.[co]$/.test(file))], {
    cwd: guest.path,
    missing: 'Building it needs a clang with wasi-libc, such as that of wasi-sdk, in PATH',
  })
  return componentNew(await readFile(output))
}
