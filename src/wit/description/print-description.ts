import { CodedError } from '../../platform/coded-error.ts'
import { NO_DOCS, type PackageDocs, type ScopeDocs } from '../package-docs.ts'
import { type ComponentDescription, MAX_DESCRIPTION_BYTES, MAX_FUNCTIONS } from './component-description.ts'

/** The description as JSON, for `parseDescription`; without documentation that would make it too long. @throws CodedError `WIT_TOO_LARGE` */
export function printDescription({ world, docs }: ComponentDescription): Uint8Array {
  for (const kept of world.functions.length > MAX_FUNCTIONS ? [] : [docs, NO_DOCS]) {
    const bytes = Buffer.from(JSON.stringify({ ...world, docs: writeDocs(kept) }))
    if (bytes.length <= MAX_DESCRIPTION_BYTES) return bytes
  }
  throw new CodedError('WIT_TOO_LARGE', 'The component exports too many functions for tools: split it')
}

function writeDocs({ world, interfaces }: PackageDocs): object {
  return {
    world: writeScope(world),
    interfaces: [...interfaces].map(([name, scope]) => [name, writeScope(scope)]),
  }
}

function writeScope({ functions, types }: ScopeDocs): object {
  return {
    functions: [...functions],
    types: [...types].map(([name, { docs, items }]) => [name, docs ?? null, [...items]]),
  }
}
