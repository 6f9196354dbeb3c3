import { numberToJson } from '../number-to-json.ts'
import type { NumericKind } from '../numeric-list.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** Numbers side by side, as a typed array has them. */
type Numbers = (ArrayLike<number> | ArrayLike<bigint>) & { join(separator: string): string }

const ARRAYS: Readonly<
  Record<NumericKind, { new (buffer: ArrayBuffer): Numbers; BYTES_PER_ELEMENT: number }>
> = {
  s8: Int8Array,
  s16: Int16Array,
  s32: Int32Array,
  s64: BigInt64Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  u64: BigUint64Array,
  f32: Float32Array,
  f64: Float64Array,
}

/** Some of which are strings in JSON. */
const HAS_STRINGS: ReadonlySet<NumericKind> = new Set(['s64', 'u64', 'f32', 'f64'])

/** A list of numbers of one kind, which comes as bytes. */
export class NumbersInProgress extends InProgress {
  readonly #kind: NumericKind
  readonly #length: number
  step = 0

  constructor(parent: InProgress, kind: NumericKind, length: number) {
    super(parent, parent.conversion)
    this.#kind = kind
    this.#length = length
  }

  advance(reading: Reading): boolean {
    const { output, scanner } = reading
    const Numbers = ARRAYS[this.#kind]
    while (this.step < this.#length) {
      const bytes = scanner.takeNumbers(Numbers.BYTES_PER_ELEMENT, this.#length - this.step)
      if (bytes.length === 0) return false
      const numbers = new Numbers(bytes.buffer)
      output.ascii(this.step === 0 ? '[' : ',')
      output.ascii(this.#join(numbers))
      this.step += numbers.length
    }
    output.ascii(this.#length === 0 ? '[]' : ']')
    reading.close(this)
    return true
  }

  #join(numbers: Numbers): string {
    // What any bits of the kind are is in its range
    if (!HAS_STRINGS.has(this.#kind)) return numbers.join(',')
    return Array.from<number | bigint, string>(numbers, (one) => numberToJson(one, this.#kind, this)).join(
      ',',
    )
  }
}
