import { createCli } from './cli.ts'
import { createClocks } from './clocks.ts'
import { createConfig } from './config.ts'
import { createFilesystem } from './filesystem/index.ts'
import type { GuestContext } from './guest-context.ts'
import { createHttp } from './http/index.ts'
import { createIo } from './io/index.ts'
import { createKeyvalue } from './keyvalue/index.ts'
import { createLogging } from './logging.ts'
import { createNobody } from './nobody.ts'
import { createPreview3 } from './p3/index.ts'
import { createRandom } from './random.ts'
import { createSockets } from './sockets/index.ts'

/**
 * A fresh set of imports for one instance, keyed as `importMapFor` has the glue look them up.
 *
 * Whatever `guest` does not grant is there too, and denies.
 */
export function createWasiImports(guest: GuestContext): Record<string, object> {
  return {
    ...createCli(guest),
    ...createClocks(guest),
    ...createConfig(guest),
    ...createFilesystem(guest),
    ...createHttp(guest),
    ...createIo(),
    ...createKeyvalue(guest),
    ...createLogging(guest),
    ...createNobody(),
    ...createRandom(),
    ...createSockets(guest),
    ...createPreview3(guest),
  }
}
