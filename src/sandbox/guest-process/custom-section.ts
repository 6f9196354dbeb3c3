const PREAMBLE_BYTES = 8
const CUSTOM = 0

interface Section {
  readonly start: number
  readonly end: number
  /** Name and content, for custom sections. */
  readonly custom: { readonly name: string; readonly content: Uint8Array } | null
}

/** Content of the first custom section of that name at the root of a component, or null. @throws RangeError */
export function readCustomSection(bytes: Uint8Array, name: string): Uint8Array | null {
  for (const { custom } of sectionsOf(bytes)) if (custom?.name === name) return custom.content
  return null
}

/** The component without its custom sections of that name at the root. @throws RangeError */
export function withoutCustomSection(bytes: Uint8Array, name: string): Uint8Array {
  const kept = [...sectionsOf(bytes)].filter(({ custom }) => custom?.name !== name)
  return Buffer.concat([
    bytes.subarray(0, PREAMBLE_BYTES),
    ...kept.map(({ start, end }) => bytes.subarray(start, end)),
  ])
}

/** @see https://webassembly.github.io/spec/core/binary/modules.html#sections */
function* sectionsOf(bytes: Uint8Array): Generator<Section> {
  let start = PREAMBLE_BYTES
  while (start < bytes.length) {
    const size = readU32(bytes, start + 1)
    const end = size.next + size.value
    // A section that claims more than there is: a lie or a truncated file.
    if (end > bytes.length) throw new RangeError(`A section at byte ${start} ends after the file`)
    yield { start, end, custom: bytes[start] === CUSTOM ? readCustom(bytes.subarray(size.next, end)) : null }
    start = end
  }
}

function readCustom(body: Uint8Array): { name: string; content: Uint8Array } {
  const length = readU32(body, 0)
  const end = length.next + length.value
  if (end > body.length) throw new RangeError('The name of a custom section ends after the section')
  const name = Buffer.from(body.subarray(length.next, end)).toString('utf8')
  return { name, content: body.subarray(end) }
}

/** @see https://webassembly.github.io/spec/core/binary/values.html#integers */
function readU32(bytes: Uint8Array, offset: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[offset + index]
    if (byte === undefined) throw new RangeError('A number ends after the file')
    value += (byte & 0x7f) * 2 ** (7 * index)
    if ((byte & 0x80) === 0) return { value, next: offset + index + 1 }
  }
  throw new RangeError('A number is longer than five bytes')
}
