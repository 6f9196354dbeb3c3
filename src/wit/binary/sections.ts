import type { ByteReader } from './byte-reader.ts'

/** `\0asm`, version 13, layer 1. @see https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md */
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]

/** A section of a component; `start` and `end` are offsets of the whole section, its id included. */
export interface Section {
  readonly id: number
  readonly content: ByteReader
  readonly start: number
  readonly end: number
}

/** The sections of a component in their order. @throws CodedError `COMPONENT_INVALID` */
export function* readSections(reader: ByteReader): Generator<Section> {
  for (const expected of PREAMBLE) {
    if (reader.byte() !== expected)
      throw reader.damaged('it is not a component of the current Component Model')
  }
  while (!reader.isAtEnd) {
    const start = reader.offset
    const id = reader.byte()
    const content = reader.block()
    yield { id, content, start, end: reader.offset }
  }
}
