import { WIRE } from '../../wire/wire-tags.ts'
import { keyOf, mismatch, quote } from '../place.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** Flags, of which each is true or false and comes in the order of its type, or none comes. */
export class FlagsInProgress extends InProgress {
  readonly #names: readonly string[]
  #read = 0
  #isAnySet = false

  constructor(parent: InProgress, names: readonly string[], pairs: number) {
    super(parent, parent.conversion)
    if (pairs !== 0 && pairs !== names.length) throw mismatch(parent, `${names.length} flags`, String(pairs))
    this.#names = pairs === 0 ? [] : names
  }

  get step(): string {
    return this.#names[this.#read - 1] ?? ''
  }

  advance(reading: Reading): boolean {
    const { output, scanner } = reading
    for (;;) {
      const name = this.#names[this.#read]
      if (name === undefined) break
      const key = scanner.nextField()
      if (key === null) return false
      this.#read++
      if (key !== keyOf(name, this)) throw mismatch(this, `flag ${quote(name)}`, 'another flag')
      if (scanner.tag === WIRE.true) this.#add(name, reading)
      else if (scanner.tag !== WIRE.false) throw reading.wrong(this, 'true or false')
    }
    output.ascii(this.#isAnySet ? ']' : '[]')
    reading.close(this)
    return true
  }

  #add(name: string, { output }: Reading): void {
    output.ascii(this.#isAnySet ? ',' : '[')
    output.json(JSON.stringify(name))
    this.#isAnySet = true
  }
}
