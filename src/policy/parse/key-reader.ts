import { flagOf, mapOf, type Part, textOf } from './yaml-part.ts'

/** Reads the keys of one map and notes those that nobody asked for. */
export class KeyReader {
  readonly #name: string
  readonly #entries: ReadonlyMap<string, Part>
  readonly #warnings: string[]
  readonly #taken = new Set<string>()

  /** @throws CodedError `POLICY_INVALID` where the piece is no map */
  constructor(part: Part | undefined, name: string, warnings: string[]) {
    this.#name = name
    this.#entries = mapOf(part, name)
    this.#warnings = warnings
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  keys(): readonly string[] {
    return [...this.#entries.keys()]
  }

  take(key: string): Part | undefined {
    this.#taken.add(key)
    return this.#entries.get(key)
  }

  /** @throws CodedError `POLICY_INVALID` where there is something else than a text */
  takeText(key: string): string | null {
    const part = this.take(key)
    return part === undefined ? null : textOf(part, key)
  }

  /** @throws CodedError `POLICY_INVALID` where there is something else than `true` or `false` */
  takeFlag(key: string): boolean | null {
    const part = this.take(key)
    return part === undefined ? null : flagOf(part, key)
  }

  child(key: string): KeyReader {
    return new KeyReader(this.take(key), key, this.#warnings)
  }

  /** Says of a key, when it is there, that it does nothing here. */
  ignore(key: string, why: string): void {
    const part = this.take(key)
    if (part !== undefined) this.#warnings.push(`'${key}' on line ${part.line} ${why}`)
  }

  warn(message: string): void {
    this.#warnings.push(message)
  }

  warnOfRest(): void {
    for (const [key, { line }] of this.#entries) {
      if (this.#taken.has(key)) continue
      this.#warnings.push(`Unknown key '${key}' in '${this.#name}' on line ${line} has no effect`)
    }
  }
}
