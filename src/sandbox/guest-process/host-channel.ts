import { Socket } from 'node:net'

import { FrameReader } from '../protocol/frames.ts'
import { encodeSandboxFrame, type FrameKinds } from '../protocol/sandbox-frames.ts'

/** The descriptor that the host opened for us. stdin is closed, stdout and stderr only carry what went wrong. */
const CHANNEL_FD = 3

/** The way to the host. When it closes, the host is gone and so are we. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what this process is told
export class HostChannel<FromHost, ToHost extends { readonly kind: string }> {
  readonly #socket = new Socket({ fd: CHANNEL_FD, readable: true, writable: true })
  readonly #reader = new FrameReader()
  readonly #kinds: FrameKinds

  /** @param kinds what the host takes */
  constructor(kinds: FrameKinds) {
    this.#kinds = kinds
  }

  /** Hands each message of the host to `listener`. */
  listen(listener: (message: FromHost) => void): void {
    this.#socket.on('data', (chunk: Buffer) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the host, which started us, can write here
      for (const message of this.#reader.push(chunk)) listener(message as FromHost)
    })
    this.#socket.on('close', () => process.exit(0))
    this.#socket.on('error', () => process.exit(1))
  }

  /** @throws RangeError when the message is longer than one of its kind may be. */
  send(message: ToHost): void {
    this.#socket.write(encodeSandboxFrame(message, this.#kinds))
  }
}
