import type { HttpTimeouts } from '../../../protocol/egress-protocol.ts'
import { toMilliseconds } from './send-request.ts'

type Duration = bigint | undefined

/** `wasi:http/types` `request-options` of 0.2: three timeouts in nanoseconds. */
export class RequestOptions {
  #connect: Duration
  #firstByte: Duration
  #betweenBytes: Duration

  /** What the host is told. */
  static timeoutsOf(options: RequestOptions = new RequestOptions()): HttpTimeouts {
    return {
      connectMs: toMilliseconds(options.#connect),
      firstByteMs: toMilliseconds(options.#firstByte),
      betweenBytesMs: toMilliseconds(options.#betweenBytes),
    }
  }

  connectTimeout(): Duration {
    return this.#connect
  }

  setConnectTimeout(duration: Duration): void {
    this.#connect = duration
  }

  firstByteTimeout(): Duration {
    return this.#firstByte
  }

  setFirstByteTimeout(duration: Duration): void {
    this.#firstByte = duration
  }

  betweenBytesTimeout(): Duration {
    return this.#betweenBytes
  }

  setBetweenBytesTimeout(duration: Duration): void {
    this.#betweenBytes = duration
  }
}
