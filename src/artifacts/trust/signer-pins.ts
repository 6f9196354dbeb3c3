import type { Signer } from './signer.ts'

/** Knows who signed what was taken from a repository before. */
export interface SignerPins {
  /** @param name `registry/repository` in its one spelling */
  read(name: string): Promise<readonly Signer[]>
}
