import type { Signer, SignerPins } from '#artifacts'

/** Pins of one test. */
export class MemoryPins implements SignerPins {
  readonly signers = new Map<string, Signer>()

  async read(name: string): Promise<Signer | null> {
    return this.signers.get(name) ?? null
  }

  async remember(name: string, signer: Signer): Promise<void> {
    this.signers.set(name, signer)
  }
}
