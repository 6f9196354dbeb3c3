import { ByteReader } from './binary/byte-reader.ts'
import { readComponent } from './binary/read-component.ts'
import { needsProvider } from './needs-provider.ts'

/** The names of imports that hold types alone, resources among them, so that nobody has to give them. @throws CodedError `COMPONENT_INVALID` */
export function readTypeImports(component: Uint8Array): readonly string[] {
  const { imports } = readComponent(new ByteReader(component))
  return imports.filter(({ item }) => !needsProvider(item)).map(({ name }) => name)
}
