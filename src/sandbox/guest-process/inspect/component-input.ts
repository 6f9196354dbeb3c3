import type { ToInspectProcess } from '../../protocol/inspect-protocol.ts'

/** A component file on its way from the host. */
export class ComponentInput {
  #bytes: Buffer = Buffer.alloc(0)
  #received = 0

  /** Takes the next message about it; returns all of the file when this was the last part. */
  take(message: Exclude<ToInspectProcess, { kind: 'written' }>): Uint8Array | null {
    if (message.kind === 'component') {
      this.#bytes = Buffer.allocUnsafeSlow(message.size)
      return null
    }
    this.#bytes.set(message.bytes, this.#received)
    this.#received += message.bytes.length
    return this.#received === this.#bytes.length ? this.#bytes : null
  }
}
