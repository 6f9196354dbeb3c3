import { type FromInspectProcess, PART_BYTES, PARTS_AHEAD } from '../../protocol/inspect-protocol.ts'

/** Sends files to the host, as fast as it writes them. */
export class FileSender {
  readonly #send: (message: FromInspectProcess) => void
  #ahead = 0
  #onWritten: (() => void) | null = null

  constructor(send: (message: FromInspectProcess) => void) {
    this.#send = send
  }

  /** Hears that the host has written a part. */
  written(): void {
    this.#ahead -= 1
    this.#onWritten?.()
  }

  /** Sends a whole file. */
  async send(content: Uint8Array): Promise<void> {
    for (let start = 0; start === 0 || start < content.length; start += PART_BYTES) {
      while (this.#ahead === PARTS_AHEAD) await new Promise<void>((resolve) => (this.#onWritten = resolve))
      this.#ahead += 1
      const isLast = start + PART_BYTES >= content.length
      this.#send({ kind: 'part', bytes: content.subarray(start, start + PART_BYTES), isLast })
    }
  }
}
