import type { WitField } from '../../types.ts'
import { WIRE } from '../../wire/wire-tags.ts'
import { keyOf, mismatch, quote } from '../place.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** A record, whose fields come in the order of its type; one that is left out is `undefined`. */
export class RecordInProgress extends InProgress {
  readonly #fields: readonly WitField[]
  #pairsLeft: number
  /** A key that has come and whose field has not had its turn. */
  #key: string | null = null
  #read = 0

  constructor(parent: InProgress, fields: readonly WitField[], pairs: number) {
    super(parent, parent.conversion)
    this.#fields = fields
    this.#pairsLeft = pairs
  }

  get step(): string {
    return this.#fields[this.#read - 1]?.name ?? ''
  }

  advance(reading: Reading): boolean {
    for (let field = this.#fields[this.#read]; field !== undefined; field = this.#fields[this.#read]) {
      if (!this.#readKey(reading)) return false
      reading.output.ascii(this.#read === 0 ? '{' : ',')
      reading.output.json(`${JSON.stringify(field.name)}:`)
      this.#read++
      if (!this.#readValue(field, reading)) return true
    }
    if (this.#key !== null || this.#pairsLeft > 0) throw mismatch(this, 'no further field', 'another one')
    reading.output.ascii(this.#fields.length === 0 ? '{}' : '}')
    reading.close(this)
    return true
  }

  #readKey({ scanner }: Reading): boolean {
    if (this.#key !== null || this.#pairsLeft === 0) return true
    this.#key = scanner.nextField()
    if (this.#key === null) return false
    this.#pairsLeft--
    return true
  }

  #readValue({ name, type }: WitField, reading: Reading): boolean {
    const { scanner } = reading
    if (this.#key === keyOf(name, this)) {
      this.#key = null
      return reading.begin(type, this)
    }
    if (type.kind !== 'option') throw mismatch(this, `field ${quote(name)}`, 'nothing')
    reading.leaveOut()
    const { tag } = scanner
    scanner.tag = WIRE.undefined
    reading.begin(type, this)
    scanner.tag = tag
    return true
  }
}
