import type { Room } from '#platform'

import { isNullInJson, isUndefinedInGlue } from '../nullable.ts'
import type { WitType, WitTypeOf } from '../types.ts'
import { garbled, TokenScanner } from '../wire/token-scanner.ts'
import { MOST_RESULT_BYTES, WIRE } from '../wire/wire-tags.ts'
import { JsonOutput } from './json-output.ts'
import { numberToJson } from './number-to-json.ts'
import { isNumeric, type NumericKind } from './numeric-list.ts'
import { FlagsInProgress } from './in-progress/flags-in-progress.ts'
import { type Hiding, InProgress, type Reading } from './in-progress/in-progress.ts'
import { ListInProgress } from './in-progress/list-in-progress.ts'
import { MapInProgress } from './in-progress/map-in-progress.ts'
import { NumbersInProgress } from './in-progress/numbers-in-progress.ts'
import { RecordInProgress } from './in-progress/record-in-progress.ts'
import { TaggedInProgress } from './in-progress/tagged-in-progress.ts'
import { TextInProgress } from './in-progress/text-in-progress.ts'
import { TupleInProgress } from './in-progress/tuple-in-progress.ts'
import { type Conversion, listOfCases, mismatch, startConversion, tagIndex } from './place.ts'

/** The most that the result of a call may take, in bytes of JSON. */
const MAX_RESULT_BYTES = 10 * 1024 * 1024

/** Fields that are not there, at most: our own code sends each, and one that is not there takes time to read and no bytes. */
const MAX_LEFT_OUT = 10_000

const NOTHING_HIDDEN: Hiding = {
  redact: (text) => text,
  redactParts: () => ({ push: (part) => part, end: () => '' }),
}

/** How a result is read. */
export interface ResultOptions {
  readonly maxBytes?: number
  readonly hiding?: Hiding | undefined
  /** Its place in what all results share. */
  readonly room?: Room | undefined
}

/** A result that has been read. */
export class ReadResult {
  /** JSON that fits `toJsonSchema(type)`; null for a function without a result. */
  readonly json: string | null
  /** Whether it is a WIT `result` in its `err` case. */
  readonly isError: boolean

  constructor(json: string | null, isError: boolean) {
    this.json = json
    this.isError = isError
  }
}

/**
 * Turns what a sandbox process sends as a function's result into JSON that fits `toJsonSchema(type)`, while it comes.
 *
 * The sandbox process is not trusted: every step is checked against the type, the JSON is counted as it is written, and
 * what is in a piece is read in time that its length bounds. A `result` is expected as `{tag: 'ok' | 'err', val}`, at the
 * top as inside, and all else as jco's glue gives it.
 */
export class ResultReader implements Reading {
  readonly scanner = new TokenScanner()
  readonly output: JsonOutput
  readonly hiding: Hiding
  readonly conversion: Conversion
  readonly #type: WitType | null
  #open: InProgress | null
  #isError = false
  #leftOut = 0

  constructor(
    type: WitType | null,
    { maxBytes = MAX_RESULT_BYTES, hiding = NOTHING_HIDDEN, room }: ResultOptions = {},
  ) {
    this.#type = type
    this.output = new JsonOutput(Math.min(maxBytes, MOST_RESULT_BYTES), room)
    this.hiding = hiding
    this.conversion = startConversion({ invalid: 'RESULT_INVALID', tooLarge: 'RESULT_TOO_LARGE' }, maxBytes)
    this.#open = new WholeResult(this.conversion, type)
  }

  /** Reads a piece. @throws CodedError `RESULT_INVALID`, `RESULT_TOO_LARGE`, `RESULT_NO_ROOM`, and `FRAME_INVALID` for bytes that are no values */
  push(piece: Uint8Array): void {
    this.scanner.push(piece)
    while (this.#open?.advance(this) === true);
    if (this.#open === null && !this.scanner.isAtEnd) garbled()
  }

  /** The result, after the last piece. @throws CodedError `FRAME_INVALID` when something is missing */
  end(): ReadResult {
    if (this.#open !== null) garbled()
    return new ReadResult(this.#type === null ? null : this.output.end(), this.#isError)
  }

  close(inProgress: InProgress): void {
    this.#open = inProgress.parent
  }

  begin(type: WitType, at: InProgress): boolean {
    const { scanner, output } = this
    switch (type.kind) {
      case 'bool':
        if (scanner.tag !== WIRE.true && scanner.tag !== WIRE.false) throw this.wrong(at, 'true or false')
        output.ascii(scanner.tag === WIRE.true ? 'true' : 'false')
        return true
      case 's8':
      case 's16':
      case 's32':
      case 's64':
      case 'u8':
      case 'u16':
      case 'u32':
      case 'u64':
      case 'f32':
      case 'f64':
        output.ascii(numberToJson(this.#number(type.kind, at), type.kind, at))
        return true
      case 'char':
        return this.#char(at)
      case 'string':
        return this.#text(at)
      case 'list':
        return this.#list(type, at)
      case 'map':
        this.#expect(WIRE.map, 'a map', at)
        return this.#push(new MapInProgress(at, type, scanner.number))
      case 'tuple':
        this.#expect(WIRE.list, 'an array', at)
        if (scanner.number !== type.items.length) {
          throw mismatch(at, `${type.items.length} items`, String(scanner.number))
        }
        return this.#push(new TupleInProgress(at, type.items))
      case 'option':
        return this.#option(type, at)
      case 'result':
        this.#expect(WIRE.record, 'an object', at)
        return this.#push(TaggedInProgress.result(at, type, scanner.number))
      case 'record':
        this.#expect(WIRE.record, 'an object', at)
        return this.#push(new RecordInProgress(at, type.fields, scanner.number))
      case 'variant':
        this.#expect(WIRE.record, 'an object', at)
        return this.#push(TaggedInProgress.variant(at, type, scanner.number))
      case 'enum':
        return this.#enum(type, at)
      case 'flags':
        this.#expect(WIRE.record, 'an object', at)
        return this.#push(new FlagsInProgress(at, type.names, scanner.number))
      case 'own':
      case 'borrow':
      case 'future':
      case 'stream':
      case 'error-context':
        throw mismatch(at, 'a value that JSON can hold', `a ${type.kind}`)
    }
  }

  leaveOut(): void {
    this.#leftOut += 1
    if (this.#leftOut > MAX_LEFT_OUT) garbled()
  }

  noteError(at: InProgress): void {
    if (at.parent?.parent === null) this.#isError = true
  }

  wrong(at: InProgress, expected: string): Error {
    return mismatch(at, expected, whatCame(this.scanner.tag))
  }

  #expect(tag: number, expected: string, at: InProgress): void {
    if (this.scanner.tag !== tag) throw this.wrong(at, expected)
  }

  /** Opens a value of several parts. */
  #push(inProgress: InProgress): false {
    this.#open = inProgress
    return false
  }

  #number(kind: NumericKind, at: InProgress): number | bigint {
    const { tag, number, wide } = this.scanner
    if (tag === WIRE.integer || tag === WIRE.negative || tag === WIRE.float) return number
    if (tag === WIRE.wide || tag === WIRE.negativeWide) return wide
    throw this.wrong(at, `a ${kind}`)
  }

  #char(at: InProgress): boolean {
    this.#expect(WIRE.text, 'a string', at)
    const { text } = this.scanner
    const first = text.codePointAt(0)
    if (first === undefined || String.fromCodePoint(first) !== text) {
      throw mismatch(at, 'a string of exactly one character', `one of ${text.length} units`)
    }
    this.#quoted(text)
    return true
  }

  #text(at: InProgress): boolean {
    if (this.scanner.tag === WIRE.textPart) return this.#push(new TextInProgress(at, this))
    this.#expect(WIRE.text, 'a string', at)
    this.#quoted(this.hiding.redact(this.scanner.text))
    return true
  }

  #enum({ names }: WitTypeOf<'enum'>, at: InProgress): boolean {
    if (this.scanner.tag !== WIRE.text) throw this.wrong(at, listOfCases(names))
    const name = names[tagIndex(names, this.scanner.text, at)]
    if (name === undefined) throw mismatch(at, listOfCases(names), 'another name')
    this.#quoted(name)
    return true
  }

  #quoted(text: string): void {
    this.output.json(JSON.stringify(text))
  }

  #list({ element, length }: WitTypeOf<'list'>, at: InProgress): boolean {
    const { tag, number, numberKind } = this.scanner
    const isNumbers = tag === WIRE.numbers
    if (!isNumbers && tag !== WIRE.list) throw this.wrong(at, 'an array')
    if (length !== undefined && number !== length) throw mismatch(at, `${length} items`, String(number))
    if (!isNumbers) return this.#push(new ListInProgress(at, element, number))
    if (!isNumeric(element.kind) || element.kind !== numberKind) {
      throw mismatch(at, `an array of ${element.kind}`, `one of ${numberKind}`)
    }
    return this.#push(new NumbersInProgress(at, element.kind, number))
  }

  #option({ some }: WitTypeOf<'option'>, at: InProgress): boolean {
    const { tag, number } = this.scanner
    if (isUndefinedInGlue(some)) {
      this.#expect(WIRE.record, 'an object', at)
      return this.#push(TaggedInProgress.option(at, some, number))
    }
    if (tag === WIRE.undefined || tag === WIRE.null) {
      this.output.ascii('null')
      return true
    }
    if (!isNullInJson(some)) return this.begin(some, at)
    this.output.ascii('{"some":')
    const around = new Around(at, '}')
    this.#push(around)
    this.begin(some, around)
    return false
  }
}

/** What came, as a message says it. */
function whatCame(tag: number): string {
  return WHAT_CAME.get(tag) ?? 'something else'
}

const WHAT_CAME: ReadonlyMap<number, string> = new Map([
  [WIRE.undefined, 'nothing'],
  [WIRE.null, 'null'],
  [WIRE.false, 'a boolean'],
  [WIRE.true, 'a boolean'],
  [WIRE.integer, 'a number'],
  [WIRE.negative, 'a number'],
  [WIRE.float, 'a number'],
  [WIRE.wide, 'a bigint'],
  [WIRE.negativeWide, 'a bigint'],
  [WIRE.text, 'a string'],
  [WIRE.textPart, 'a string'],
  [WIRE.numbers, 'an array'],
  [WIRE.list, 'an array'],
  [WIRE.record, 'an object'],
  [WIRE.map, 'a map'],
])

/** The place above all others. */
class WholeResult extends InProgress {
  readonly #type: WitType | null
  readonly step = 'result'
  #isBegun = false

  constructor(conversion: Conversion, type: WitType | null) {
    super(null, conversion)
    this.#type = type
  }

  advance(reading: Reading): boolean {
    if (!this.#isBegun) {
      if (!reading.scanner.next()) return false
      this.#isBegun = true
      if (this.#type !== null && !reading.begin(this.#type, this)) return true
    }
    reading.close(this)
    return false
  }
}

/** What stands behind a value. */
class Around extends InProgress {
  readonly #end: string

  constructor(parent: InProgress, end: string) {
    super(parent, parent.conversion)
    this.#end = end
  }

  get step(): string {
    return 'some'
  }

  advance(reading: Reading): boolean {
    reading.output.ascii(this.#end)
    reading.close(this)
    return true
  }
}
