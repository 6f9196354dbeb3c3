/** A blob whose bytes have just been compared with its digest. */
export interface StoredBlob {
  readonly path: string
  readonly size: number
  /** The first bytes, enough for the preamble of a component. */
  readonly head: Uint8Array
}
