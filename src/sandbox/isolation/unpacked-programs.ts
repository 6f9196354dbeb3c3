import { join } from 'node:path'

/** Where the programs of a package of bubblewrap lie that was unpacked into a folder of ours, without root. */
export function unpackedPrograms(wallFolder: string): string {
  return join(wallFolder, 'bubblewrap', 'usr', 'bin')
}
