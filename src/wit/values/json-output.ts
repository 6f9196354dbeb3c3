import { CodedError, type Room } from '#platform'

/** Text is kept in pieces of so many characters: a longer one would be a chain of all that it was made of. */
const PIECE_CHARACTERS = 32 * 1024

/** What is smaller takes no room of what all results share. */
const SMALL_BYTES = 64 * 1024

/** JSON as it is written, and what it may still take. */
export class JsonOutput {
  readonly #maxBytes: number
  readonly #room: Room | null
  #bytesLeft: number
  #roomyBytes = SMALL_BYTES
  #pieces: Buffer[] = []
  #text = ''

  /** @param room of what all results share */
  constructor(maxBytes: number, room: Room | null = null) {
    this.#maxBytes = maxBytes
    this.#room = room
    this.#bytesLeft = maxBytes
  }

  /** Writes JSON without a character outside ASCII. @throws CodedError `RESULT_TOO_LARGE`, `RESULT_NO_ROOM` */
  ascii(json: string): void {
    this.#spend(json.length)
    this.#text += json
    if (this.#text.length > PIECE_CHARACTERS) this.#flush()
  }

  /** Writes JSON. @throws CodedError `RESULT_TOO_LARGE`, `RESULT_NO_ROOM` */
  json(json: string): void {
    this.#spend(Buffer.byteLength(json) - json.length)
    this.ascii(json)
  }

  /** Writes a part of a string, without quotes around it. @throws CodedError `RESULT_TOO_LARGE`, `RESULT_NO_ROOM` */
  characters(text: string): void {
    this.json(JSON.stringify(text).slice(1, -1))
  }

  /** Everything that was written. */
  end(): string {
    this.#flush()
    return Buffer.concat(this.#pieces).toString()
  }

  #flush(): void {
    this.#pieces.push(Buffer.from(this.#text))
    this.#text = ''
  }

  #spend(bytes: number): void {
    this.#bytesLeft -= bytes
    if (this.#bytesLeft < 0) {
      throw new CodedError(
        'RESULT_TOO_LARGE',
        `The result is larger than ${this.#maxBytes} bytes of JSON: ask for less at once`,
      )
    }
    const used = this.#maxBytes - this.#bytesLeft
    if (used > this.#roomyBytes) this.#takeRoom(used)
  }

  #takeRoom(used: number): void {
    const bytes = Math.max(used - this.#roomyBytes, SMALL_BYTES)
    if (this.#room?.take(bytes) === false) {
      throw new CodedError(
        'RESULT_NO_ROOM',
        'There are too many large results at once; call again when some of them have been read, or ask for less',
      )
    }
    this.#roomyBytes += bytes
  }
}
