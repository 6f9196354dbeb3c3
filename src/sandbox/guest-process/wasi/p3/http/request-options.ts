import type { HttpTimeouts } from '../../../../protocol/egress-protocol.ts'
import { toMilliseconds } from '../../http/send-request.ts'
import { WitError } from '../../wit-error.ts'

type Duration = bigint | undefined

interface Timeouts {
  readonly connect?: Duration
  readonly firstByte?: Duration
  readonly betweenBytes?: Duration
}

/** `wasi:http/types` `request-options` of 0.3: three timeouts in nanoseconds. */
export class RequestOptions {
  #timeouts: Timeouts = {}
  #immutable = false

  /** What the host is told. */
  static timeoutsOf(options: RequestOptions = new RequestOptions()): HttpTimeouts {
    const { connect, firstByte, betweenBytes } = options.#timeouts
    return {
      connectMs: toMilliseconds(connect),
      firstByteMs: toMilliseconds(firstByte),
      betweenBytesMs: toMilliseconds(betweenBytes),
    }
  }

  /** The same options, for a request that carries them. */
  static frozen(options: RequestOptions): RequestOptions {
    const copy = options.clone()
    copy.#immutable = true
    return copy
  }

  getConnectTimeout(): Duration {
    return this.#timeouts.connect
  }

  setConnectTimeout(duration: Duration): void {
    this.#change({ connect: duration })
  }

  getFirstByteTimeout(): Duration {
    return this.#timeouts.firstByte
  }

  setFirstByteTimeout(duration: Duration): void {
    this.#change({ firstByte: duration })
  }

  getBetweenBytesTimeout(): Duration {
    return this.#timeouts.betweenBytes
  }

  setBetweenBytesTimeout(duration: Duration): void {
    this.#change({ betweenBytes: duration })
  }

  clone(): RequestOptions {
    const copy = new RequestOptions()
    copy.#timeouts = this.#timeouts
    return copy
  }

  #change(timeouts: Timeouts): void {
    if (this.#immutable) throw new WitError({ tag: 'immutable' })
    this.#timeouts = { ...this.#timeouts, ...timeouts }
  }
}
