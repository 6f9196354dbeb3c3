import { ByteReader } from './byte-reader.ts'
import { readSections } from './sections.ts'

const CUSTOM_SECTION = 0

/** The content of the first custom section of this name at the root of a component, or null. @throws CodedError `COMPONENT_INVALID` */
export function readCustomSection(component: Uint8Array, name: string): Uint8Array | null {
  for (const { id, content } of readSections(new ByteReader(component))) {
    if (id === CUSTOM_SECTION && content.text() === name) return content.rest()
  }
  return null
}
