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
