import { ByteReader } from './byte-reader.ts'
import { CANON_OPERANDS, CANON_LIFT, OPTIONS_WITH_INDEX } from './read-canon.ts'
import { readSections } from './sections.ts'

const COMPONENT_SECTION = 4
const CANON_SECTION = 8

const UTF16 = 0x01
const LATIN1_OR_UTF16 = 0x02

/** Where in the file an option says how texts lie in memory, and what it says. */
interface EncodingOption {
  readonly at: number
  readonly encoding: number
}

/** How the texts of a component have to be read, and the component with its options changed to what can be generated. */
export type TextEncodings =
  | { readonly kind: 'plain' }
  /** All that is not UTF-8 is Latin-1 or UTF-16, text by text; `component` says UTF-16 instead. */
  | { readonly kind: 'compact'; readonly component: Uint8Array }
  /** Latin-1 or UTF-16 beside UTF-16, or between components. */
  | { readonly kind: 'mixed' }

/**
 * Finds out whether texts of a component are Latin-1 or UTF-16, text by text, which no generator knows.
 *
 * @throws CodedError `COMPONENT_INVALID`
 */
export function readTextEncodings(component: Uint8Array): TextEncodings {
  const owners = optionsByComponent(new ByteReader(component))
  const all = owners.flat()
  const compact = all.filter(({ encoding }) => encoding === LATIN1_OR_UTF16)
  if (compact.length === 0) return { kind: 'plain' }
  if (owners.length > 1 || all.some(({ encoding }) => encoding === UTF16)) return { kind: 'mixed' }
  const changed = component.slice()
  for (const { at } of compact) changed[at] = UTF16
  return { kind: 'compact', component: changed }
}

/** The options of each component in this one, itself included, that lifts or lowers functions. */
function optionsByComponent(reader: ByteReader): EncodingOption[][] {
  const own: EncodingOption[] = []
  const nested: EncodingOption[][] = []
  let converts = false
  for (const { id, content } of readSections(reader)) {
    if (id === COMPONENT_SECTION) nested.push(...optionsByComponent(content))
    if (id !== CANON_SECTION) continue
    converts = true
    content.list(() => readCanonOptions(content, own))
  }
  return converts ? [own, ...nested] : nested
}

function readCanonOptions(reader: ByteReader, found: EncodingOption[]): void {
  const opcode = reader.byte()
  const operands = opcode === CANON_LIFT ? LIFT_OPERANDS : CANON_OPERANDS.get(opcode)
  if (operands === undefined) throw reader.damaged('a built-in function that is not known')
  for (const operand of operands) {
    if (operand === 'byte') reader.byte()
    else if (operand === 'u32') reader.u32()
    else if (operand === 'options') readOptions(reader, found)
    else if (reader.byte() === 0x00) skipValueType(reader)
    else reader.byte()
  }
}

const LIFT_OPERANDS = ['byte', 'u32', 'options', 'u32'] as const

function readOptions(reader: ByteReader, found: EncodingOption[]): void {
  reader.list(() => {
    const at = reader.position
    const option = reader.byte()
    if (option <= LATIN1_OR_UTF16) found.push({ at, encoding: option })
    if (OPTIONS_WITH_INDEX.has(option)) reader.u32()
  })
}

/** A primitive type is one byte that looks negative; everything else is an index. */
function skipValueType(reader: ByteReader): void {
  if ((reader.peek() & 0xc0) === 0x40) reader.byte()
  else reader.index33()
}
