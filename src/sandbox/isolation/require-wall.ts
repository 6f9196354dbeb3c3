import { CodedError } from '#platform'

import type { Isolation } from './isolation.ts'

/** Refuses to run a component with files or network where nobody said that it may do without a wall. @throws CodedError `WALL_MISSING` */
export function requireWall(componentId: string, { unwalled }: Isolation): void {
  if (unwalled === null) return
  throw new CodedError(
    'WALL_MISSING',
    `The component '${componentId}' was not run: it is granted files or network, and the operating system puts no wall around it here: ` +
      `${unwalled}. A person has to decide: put up the wall, as 'wassette doctor' explains, or do without it by ` +
      `'isolation = "process"' in config.toml, WASSETTE_ISOLATION=process or, for a server, --isolation process; a server that is running notices neither, so start it again`,
  )
}
