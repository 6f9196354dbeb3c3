import { ByteReader } from './binary/byte-reader.ts'
import type { Item } from './binary/definitions.ts'
import { readComponent } from './binary/read-component.ts'

/** What the root of a component imports and exports, by name, in its own order. */
export interface ComponentNames {
  /** Interfaces with version, such as `wasi:http/types@0.2.0`, and functions. */
  readonly imports: readonly string[]
  readonly exports: readonly string[]
}

/** Reads the names that the config of an artifact lists (CNCF Wasm OCI artifact layout). @throws CodedError `COMPONENT_INVALID` */
export function readComponentNames(component: Uint8Array): ComponentNames {
  const { imports, exports } = readComponent(new ByteReader(component))
  return {
    imports: imports.filter(({ item }) => isListed(item)).map(({ name }) => name),
    exports: [...exports].filter(([, item]) => isListed(item)).map(([name]) => name),
  }
}

/** A type that the world uses is an import of its own, in the list of wkg too. */
function isListed({ kind }: Item): boolean {
  return kind === 'instance' || kind === 'function' || kind === 'type'
}
