const CUSTOM_SECTION = 0
const SECTION_NAME = 'package-docs'
const FORMAT_VERSION = 1

/** Appends `docs` (JSON) to a component as the custom section `package-docs`, as wit-docs-inject does. */
export function addPackageDocs(component: Uint8Array, docs: string): Uint8Array {
  const name = Buffer.from(SECTION_NAME)
  const payload = Buffer.concat([
    encodeLeb128(name.length),
    name,
    Buffer.of(FORMAT_VERSION),
    Buffer.from(docs),
  ])
  return Buffer.concat([component, Buffer.of(CUSTOM_SECTION), encodeLeb128(payload.length), payload])
}

function encodeLeb128(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  return Buffer.from([...bytes, rest])
}
