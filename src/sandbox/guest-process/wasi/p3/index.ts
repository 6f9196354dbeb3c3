import type { GuestContext } from '../guest-context.ts'
import { createCli3 } from './cli.ts'
import { createClocks3 } from './clocks.ts'
import { createFilesystem3 } from './filesystem.ts'
import { createHttp3 } from './http/index.ts'
import { createRandom3 } from './random.ts'
import { createSockets3 } from './sockets/index.ts'

/** The imports of WASI 0.3, each under its name and `@0.3`, so that both versions can serve one component. */
export function createPreview3(guest: GuestContext): Record<string, object> {
  const imports = {
    ...createCli3(guest),
    ...createClocks3(guest),
    ...createFilesystem3(guest),
    ...createHttp3(guest),
    ...createRandom3(),
    ...createSockets3(guest),
  }
  return Object.fromEntries(Object.entries(imports).map(([name, value]) => [`${name}@0.3`, value]))
}
