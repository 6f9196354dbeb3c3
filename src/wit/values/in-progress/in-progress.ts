import type { Redactor } from '#platform'

import type { WitType } from '../../types.ts'
import type { TokenScanner } from '../../wire/token-scanner.ts'
import type { JsonOutput } from '../json-output.ts'
import type { Conversion, Place } from '../place.ts'

/** What takes known secrets out of texts. */
export type Hiding = Pick<Redactor, 'redact' | 'redactParts'>

/** What a value that is read in steps works with. */
export interface Reading {
  /** Stands at the value that was read last. */
  readonly scanner: TokenScanner
  readonly output: JsonOutput
  readonly hiding: Hiding
  /** Writes the value that the scanner stands at, or its beginning: false when it has more parts, which are read first. */
  begin(type: WitType, at: InProgress): boolean
  /** A value has no more parts. */
  close(inProgress: InProgress): void
  /** A field is not there. @throws CodedError `FRAME_INVALID` for too many */
  leaveOut(): void
  /** A WIT `result` is in its `err` case. */
  noteError(at: InProgress): void
  /** The error of a value of the wrong kind. */
  wrong(at: InProgress, expected: string): Error
}

/** A value of several parts of which some are still to come: where reading goes on, and where an error is. */
export abstract class InProgress implements Place {
  readonly parent: InProgress | null
  readonly conversion: Conversion
  /** The part that is being read. */
  abstract readonly step: string | number

  constructor(parent: InProgress | null, conversion: Conversion) {
    this.parent = parent
    this.conversion = conversion
  }

  /** Reads on, at most until another value of several parts begins; false while there is nothing more to read. */
  abstract advance(reading: Reading): boolean
}
