import { CodedError } from '#platform'

/** Text is kept in pieces of so many characters: a longer one would be a chain of all that it was made of. */
const PIECE_CHARACTERS = 32 * 1024

/** JSON as it is written, and what it may still take. */
export class JsonOutput {
  readonly #maxBytes: number
  #bytesLeft: number
  #pieces: Buffer[] = []
  #text = ''

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    this.#bytesLeft = maxBytes
  }

  /** Writes JSON without a character outside ASCII. @throws CodedError `RESULT_TOO_LARGE` */
  ascii(json: string): void {
    this.#spend(json.length)
    this.#text += json
    if (this.#text.length > PIECE_CHARACTERS) this.#flush()
  }

  /** Writes JSON. @throws CodedError `RESULT_TOO_LARGE` */
  json(json: string): void {
    this.#spend(Buffer.byteLength(json) - json.length)
    this.ascii(json)
  }

  /** Writes a part of a string, without quotes around it. @throws CodedError `RESULT_TOO_LARGE` */
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
    if (this.#bytesLeft >= 0) return
    throw new CodedError(
      'RESULT_TOO_LARGE',
      `The result is larger than ${this.#maxBytes} bytes of JSON: ask for less at once`,
    )
  }
}
