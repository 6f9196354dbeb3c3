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

/** The component without the custom sections of this name at its root. @throws CodedError `COMPONENT_INVALID` */
export function withoutCustomSection(component: Uint8Array, name: string): Uint8Array {
  const kept: Uint8Array[] = []
  let keptUntil = 0
  for (const { id, content, start, end } of readSections(new ByteReader(component))) {
    if (id !== CUSTOM_SECTION || content.text() !== name) continue
    kept.push(component.subarray(keptUntil, start))
    keptUntil = end
  }
  return keptUntil === 0 ? component : new Uint8Array(Buffer.concat([...kept, component.subarray(keptUntil)]))
}
