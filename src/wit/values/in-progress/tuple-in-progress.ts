import type { WitType } from '../../types.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** A tuple: each item has a type of its own. */
export class TupleInProgress extends InProgress {
  readonly #items: readonly WitType[]
  step = -1

  constructor(parent: InProgress, items: readonly WitType[]) {
    super(parent, parent.conversion)
    this.#items = items
  }

  advance(reading: Reading): boolean {
    for (;;) {
      const type = this.#items[this.step + 1]
      if (type === undefined) break
      if (!reading.scanner.next()) return false
      this.step++
      reading.output.ascii(this.step === 0 ? '[' : ',')
      if (!reading.begin(type, this)) return true
    }
    reading.output.ascii(this.#items.length === 0 ? '[]' : ']')
    reading.close(this)
    return true
  }
}
