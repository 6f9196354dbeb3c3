import { Socket } from 'node:net'

import { encodeFrame, FrameReader } from '../protocol/frames.ts'

/** The descriptor that the host opened for us. stdin is closed, stdout and stderr only carry what went wrong. */
const CHANNEL_FD = 3

/** The way to the host. When it closes, the host is gone and so are we. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what this process is told
export class HostChannel<FromHost> {
  readonly #socket = new Socket({ fd: CHANNEL_FD, readable: true, writable: true })
  readonly #reader = new FrameReader()

  /** Hands each message of the host to `listener`. */
  listen(listener: (message: FromHost) => void): void {
    this.#socket.on('data', (chunk: Buffer) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the host, which started us, can write here
      for (const message of this.#reader.push(chunk)) listener(message as FromHost)
    })
    this.#socket.on('close', () => process.exit(0))
    this.#socket.on('error', () => process.exit(1))
  }

  /** @throws RangeError when the message is longer than a frame may be. */
  send(message: unknown): void {
    this.#socket.write(encodeFrame(message))
  }
}
