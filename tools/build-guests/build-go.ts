import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { wrapCoreModule } from './build-text.ts'
import { GUEST_CACHE, type GuestFolder } from './guest-folder.ts'
import { runTool } from './run-tool.ts'

const PREVIEW_1 = 'wasi_snapshot_preview1'
const ADAPTER = join(import.meta.dirname, 'adapter', `${PREVIEW_1}.reactor.wasm`)
// The runtime package of the bindings allocates through a function that the linker hides since Go 1.23.
const LINKER_FLAGS = '-s -w -checklinkname=0'

/** Builds a guest with Go for WASI preview 1 and adapts it to WASI 0.2. */
export async function buildGo(guest: GuestFolder): Promise<Uint8Array> {
  const output = join(GUEST_CACHE, `${guest.name}.unfinished`)
  const flags = ['-trimpath', `-ldflags=${LINKER_FLAGS}`, '-buildmode=c-shared', '-o', output]
  await runTool(['go', 'build', ...flags, '.'], {
    cwd: guest.path,
    env: { GOOS: 'wasip1', GOARCH: 'wasm' },
    missing: 'Building it needs Go 1.25 or newer and the Go module proxy',
  })
  const [core, wit, adapter] = await Promise.all([
    readFile(output),
    readFile(join(guest.path, 'world.wit'), 'utf8'),
    readFile(ADAPTER),
  ])
  return wrapCoreModule(core, wit, [[PREVIEW_1, adapter]])
}
