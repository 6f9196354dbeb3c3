import { createCli } from './cli.ts'
import { createClocks } from './clocks.ts'
import { createFilesystem } from './filesystem/index.ts'
import type { GuestContext } from './guest-context.ts'
import { createIo } from './io/index.ts'
import { createRandom } from './random.ts'

/**
 * A fresh set of imports for one instance, keyed as `importMapFor` has the glue look them up.
 *
 * Whatever `guest` does not grant is there too, and denies.
 */
export function createWasiImports(guest: GuestContext): Record<string, object> {
  return {
    ...createCli(guest),
    ...createClocks(guest),
    ...createFilesystem(),
    ...createIo(),
    ...createRandom(),
  }
}
