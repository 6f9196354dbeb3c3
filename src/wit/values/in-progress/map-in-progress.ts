import type { WitTypeOf } from '../../types.ts'
import { garbled } from '../../wire/token-scanner.ts'
import { WIRE } from '../../wire/wire-tags.ts'
import { mismatch, quote } from '../place.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** A map: an object when its keys are strings, else an array of `[key, value]` pairs. */
export class MapInProgress extends InProgress {
  readonly #type: WitTypeOf<'map'>
  readonly #hasNames: boolean
  readonly #length: number
  #read = 0
  #reads: 'key' | 'value' | 'end of pair' = 'key'
  /** Parts of a name that is longer than one. */
  #name = ''
  readonly #names = new Set<string>()

  constructor(parent: InProgress, type: WitTypeOf<'map'>, length: number) {
    super(parent, parent.conversion)
    this.#type = type
    this.#hasNames = type.key.kind === 'string'
    this.#length = length
  }

  get step(): number {
    return this.#read
  }

  advance(reading: Reading): boolean {
    const { output } = reading
    while (this.#read < this.#length) {
      const isWhole = this.#readPart(reading)
      if (isWhole === null) return false
      if (!isWhole) return true
    }
    output.ascii(this.#closing())
    reading.close(this)
    return true
  }

  #closing(): string {
    if (this.#length === 0) return this.#hasNames ? '{}' : '[]'
    return this.#hasNames ? '}' : ']'
  }

  /** Reads a key, a value or nothing; null when it has not come, false when it has parts of its own. */
  #readPart(reading: Reading): boolean | null {
    switch (this.#reads) {
      case 'key':
        if (!reading.scanner.next()) return null
        return this.#hasNames ? this.#readName(reading) : this.#readKey(reading)
      case 'value':
        if (!reading.scanner.next()) return null
        if (!this.#hasNames) reading.output.ascii(',')
        this.#reads = 'end of pair'
        return reading.begin(this.#type.value, this)
      case 'end of pair':
        if (!this.#hasNames) reading.output.ascii(']')
        this.#reads = 'key'
        this.#read++
        return true
    }
  }

  #readKey(reading: Reading): boolean {
    reading.output.ascii(this.#read === 0 ? '[[' : ',[')
    this.#reads = 'value'
    return reading.begin(this.#type.key, this)
  }

  #readName(reading: Reading): true {
    const { output, scanner, hiding } = reading
    if (scanner.tag !== WIRE.text && scanner.tag !== WIRE.textPart) throw reading.wrong(this, 'a string')
    this.#name += scanner.text
    if (this.#name.length > this.conversion.maxBytes) garbled()
    if (scanner.tag === WIRE.textPart) return true
    if (this.#names.has(this.#name)) throw mismatch(this, 'each key once', quote(this.#name))
    this.#names.add(this.#name)
    output.ascii(this.#read === 0 ? '{' : ',')
    output.json(`${JSON.stringify(hiding.redact(this.#name))}:`)
    this.#name = ''
    this.#reads = 'value'
    return true
  }
}
