import type { WitType } from '../../types.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** A list whose items come one by one. */
export class ListInProgress extends InProgress {
  readonly #element: WitType
  readonly #length: number
  step = -1

  constructor(parent: InProgress, element: WitType, length: number) {
    super(parent, parent.conversion)
    this.#element = element
    this.#length = length
  }

  advance(reading: Reading): boolean {
    while (this.step + 1 < this.#length) {
      if (!reading.scanner.next()) return false
      this.step++
      reading.output.ascii(this.step === 0 ? '[' : ',')
      if (!reading.begin(this.#element, this)) return true
    }
    reading.output.ascii(this.#length === 0 ? '[]' : ']')
    reading.close(this)
    return true
  }
}
