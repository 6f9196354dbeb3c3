import type { Signer } from './signer.ts'

/** Remembers who signed the artifacts of a repository first. */
export interface SignerPins {
  /** @param name `registry/repository` in its one spelling */
  read(name: string): Promise<Signer | null>
  remember(name: string, signer: Signer): Promise<void>
}
