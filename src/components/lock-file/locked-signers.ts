import type { Signer, SignerPins } from '#artifacts'

import { LockFile } from './lock-file.ts'

/** The signers in a lock file: whoever signed a version that was taken has to have signed the next. */
export class LockedSigners implements SignerPins {
  readonly #lockFile: LockFile

  /** @param path of the lock file */
  constructor(path: string) {
    this.#lockFile = new LockFile(path)
  }

  /** @throws CodedError `LOCK_FILE_INVALID`, `LOCK_FILE_NOT_READABLE` */
  async read(name: string): Promise<readonly Signer[]> {
    const document = await this.#lockFile.read()
    return [...document].flatMap(([key, { resolved, signer }]) => {
      return signer !== null && isWithin(name, resolved ?? key) ? [signer] : []
    })
  }
}

/** Whether a reference leads into a repository. */
function isWithin(name: string, reference: string): boolean {
  const rest = reference.startsWith(`oci://${name}`) ? reference.slice(`oci://${name}`.length) : ''
  return rest.startsWith(':') || rest.startsWith('@')
}
