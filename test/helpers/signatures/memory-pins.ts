import type { Signer, SignerPins } from '#artifacts'

/** Pins of one test. */
export class MemoryPins implements SignerPins {
  readonly signers = new Map<string, readonly Signer[]>()

  async read(name: string): Promise<readonly Signer[]> {
    return this.signers.get(name) ?? []
  }
}
