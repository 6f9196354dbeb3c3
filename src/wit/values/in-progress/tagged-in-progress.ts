import { isNullInJson } from '../../nullable.ts'
import type { WitType, WitTypeOf } from '../../types.ts'
import { WIRE } from '../../wire/wire-tags.ts'
import { listOfCases, mismatch, quote, tagIndex } from '../place.ts'
import { InProgress, type Reading } from './in-progress.ts'

/** How a case is written: what stands before and behind its payload, if it has one. */
interface Case {
  readonly before: string
  readonly payload: WitType | null
  readonly after: string
  readonly isError?: boolean
}

/** `{tag, val}`: a case by its name, and what it carries. */
export class TaggedInProgress extends InProgress {
  readonly #choose: (tag: string, at: InProgress) => Case
  readonly #fields: number
  #case: Case | null = null
  #isPayloadRead = false

  private constructor(parent: InProgress, choose: (tag: string, at: InProgress) => Case, fields: number) {
    super(parent, parent.conversion)
    this.#choose = choose
    this.#fields = fields
  }

  static variant(parent: InProgress, { cases }: WitTypeOf<'variant'>, fields: number): TaggedInProgress {
    const choose = (tag: string, at: InProgress): Case => {
      const found = cases[tagIndex(cases, tag, at)]
      if (found === undefined) throw mismatch(at, listOfCases(cases), quote(tag))
      const before = `{"tag":${JSON.stringify(found.name)}${found.type === null ? '' : ',"val":'}`
      return { before, payload: found.type, after: '}' }
    }
    return new TaggedInProgress(parent, choose, fields)
  }

  static result(parent: InProgress, type: WitTypeOf<'result'>, fields: number): TaggedInProgress {
    const choose = (tag: string, at: InProgress): Case => {
      if (tag !== 'ok' && tag !== 'err') throw mismatch(at, '"ok" or "err"', quote(tag))
      const payload = type[tag]
      return {
        before: `{"${tag}":${payload === null ? 'null' : ''}`,
        payload,
        after: '}',
        isError: tag === 'err',
      }
    }
    return new TaggedInProgress(parent, choose, fields)
  }

  static option(parent: InProgress, some: WitType, fields: number): TaggedInProgress {
    const choose = (tag: string, at: InProgress): Case => {
      if (tag !== 'none' && tag !== 'some') throw mismatch(at, '"some" or "none"', quote(tag))
      if (tag === 'none') return { before: 'null', payload: null, after: '' }
      const [before, after] = isNullInJson(some) ? ['{"some":', '}'] : ['', '']
      return { before, payload: some, after }
    }
    return new TaggedInProgress(parent, choose, fields)
  }

  get step(): string {
    return this.#case === null ? 'tag' : 'val'
  }

  advance(reading: Reading): boolean {
    this.#case ??= this.#readTag(reading)
    if (this.#case === null) return false
    if (!this.#isPayloadRead) {
      const isWhole = this.#readPayload(this.#case, reading)
      if (isWhole === null) return false
      this.#isPayloadRead = true
      if (!isWhole) return true
    }
    reading.output.ascii(this.#case.after)
    reading.close(this)
    return true
  }

  #readTag(reading: Reading): Case | null {
    const { scanner, output } = reading
    if (this.#fields !== 1 && this.#fields !== 2)
      throw mismatch(this, 'a tag and a value', `${this.#fields} fields`)
    const key = scanner.nextField()
    if (key === null) return null
    if (key !== 'tag') throw mismatch(this, 'a tag', quote(key))
    if (scanner.tag !== WIRE.text) throw reading.wrong(this, 'a name')
    const chosen = this.#choose(scanner.text, this)
    if (chosen.isError === true) reading.noteError(this)
    output.json(chosen.before)
    return chosen
  }

  /** Null when it has not come, false when it has parts of its own. */
  #readPayload({ payload }: Case, reading: Reading): boolean | null {
    const { scanner } = reading
    if (this.#fields === 1) scanner.tag = WIRE.undefined
    else {
      const key = scanner.nextField()
      if (key === null) return null
      if (key !== 'val') throw mismatch(this, 'a value', quote(key))
    }
    if (payload !== null) return reading.begin(payload, this)
    if (scanner.tag !== WIRE.undefined && scanner.tag !== WIRE.null) throw reading.wrong(this, 'nothing')
    return true
  }
}
