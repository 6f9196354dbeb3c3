import { garbled } from '../../wire/token-scanner.ts'
import { WIRE } from '../../wire/wire-tags.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** A string that is too long for one part. */
export class TextInProgress extends InProgress {
  readonly #parts: ReturnType<Reading['hiding']['redactParts']>

  /** @param reading stands at the first part */
  constructor(parent: InProgress, { hiding, output, scanner }: Reading) {
    super(parent, parent.conversion)
    this.#parts = hiding.redactParts()
    output.ascii('"')
    output.characters(this.#parts.push(scanner.text))
  }

  get step(): string {
    return 'text'
  }

  advance(reading: Reading): boolean {
    const { output, scanner } = reading
    while (scanner.next()) {
      if (scanner.tag !== WIRE.text && scanner.tag !== WIRE.textPart) garbled()
      output.characters(this.#parts.push(scanner.text))
      if (scanner.tag === WIRE.textPart) continue
      output.characters(this.#parts.end())
      output.ascii('"')
      reading.close(this)
      return true
    }
    return false
  }
}
