import { type CodedError, isCodedError } from '#platform'
import type { ResultSink } from '#sandbox'
import { type ReadResult, ResultReader, type WitType } from '#wit'

type ResultOptions = NonNullable<ConstructorParameters<typeof ResultReader>[1]>

/** What is discarded of a result without room, in bytes: a process that is not ours any more would send for ever. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024

/**
 * A result, or what is left of it where there was no room for it.
 *
 * It is heard to its end and thrown away: its guest has done nothing wrong, and to drop its call would end its process, with
 * the other calls in it.
 */
export class ResultWithRoom implements ResultSink {
  readonly #options: ResultOptions
  #reader: ResultReader | null
  #refusal: CodedError | null = null
  #discarded = 0

  constructor(type: WitType | null, options: ResultOptions) {
    this.#options = options
    // A call that is repeated begins again.
    options.room?.giveBack()
    this.#reader = new ResultReader(type, options)
  }

  push(piece: Uint8Array): void {
    try {
      this.#reader?.push(piece)
    } catch (error) {
      if (!isCodedError(error, 'RESULT_NO_ROOM')) throw error
      this.#refuse(error)
    }
    if (this.#refusal !== null) this.#discard(piece.length, this.#refusal)
  }

  end(): ReadResult {
    if (this.#reader !== null) return this.#reader.end()
    throw this.#refusal
  }

  #refuse(refusal: CodedError): void {
    this.#options.room?.giveBack()
    this.#refusal = refusal
    this.#reader = null
  }

  #discard(bytes: number, refusal: CodedError): void {
    this.#discarded += bytes
    if (this.#discarded > MAX_DISCARDED_BYTES) throw refusal
  }
}
