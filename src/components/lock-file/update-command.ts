import { join } from 'node:path'

import { shellWord } from '#platform'

/** Where components and what is locked lie. */
export interface LockPlaces {
  readonly folder: { readonly path: string }
  readonly lockFile: { readonly path: string }
}

/** The command with which a person sees what became of a reference, and then accepts it. */
export function updateCommand(reference: string, { folder, lockFile }: LockPlaces): string {
  const lock =
    lockFile.path === join(folder.path, 'wassette.lock') ? [] : ['--lock', shellWord(lockFile.path)]
  const words = ['wassette component update', shellWord(reference), '--component-dir', shellWord(folder.path)]
  return [...words, ...lock].join(' ')
}
