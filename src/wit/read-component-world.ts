import { CodedError } from '../platform/coded-error.ts'

import { ByteReader } from './binary/byte-reader.ts'
import type { Item, Signature, SizedType } from './binary/definitions.ts'
import { readComponent } from './binary/read-component.ts'
import { largest, sum } from './binary/sized-type.ts'
import { MAX_TYPE_DEPTH } from './description/parse-type.ts'
import { needsProvider } from './needs-provider.ts'
import type { WitFunction, WitWorld } from './types.ts'

/** The schemas of one function, in characters, about. */
const MAX_FUNCTION_WEIGHT = 1024 * 1024

/** The schemas of all functions of a component, in characters, about: tens of thousands of functions. */
const MAX_WORLD_WEIGHT = 16 * 1024 * 1024

/**
 * Reads what a component imports and which functions it exports from its binary, in time linear in its size.
 *
 * `componentWit()` of jco is no help here: it prints only the world, not the interfaces that it exports.
 *
 * @throws CodedError `COMPONENT_INVALID` for damaged bytes, `WIT_TOO_LARGE` for types that would fill the memory:
 *   thirty records, each with two fields of the one before, are a schema of a billion lines.
 */
export function readComponentWorld(component: Uint8Array): WitWorld {
  const { imports, exports } = readComponent(new ByteReader(component))
  return {
    imports: imports.filter(({ item }) => needsProvider(item)).map(({ name }) => name),
    functions: [...limited(exportedFunctions(exports))],
  }
}

interface ExportedFunction {
  readonly interface: string | null
  readonly name: string
  readonly signature: Signature
}

function* exportedFunctions(exports: ReadonlyMap<string, Item>): Generator<ExportedFunction> {
  for (const [name, item] of exports) {
    if (item.kind === 'function') yield { interface: null, name, signature: item.signature }
    if (item.kind !== 'instance') continue
    for (const [inner, exported] of item.exports) {
      if (exported.kind === 'function') yield { interface: name, name: inner, signature: exported.signature }
    }
  }
}

/** Few bytes can export one instance ten thousand times, so the functions are counted as they come. */
function* limited(functions: Iterable<ExportedFunction>): Generator<WitFunction> {
  let total = 0
  for (const exported of functions) {
    const { name, signature } = exported
    const weight = weightOf(exported)
    total += weight
    if (depthOf(signature) > MAX_TYPE_DEPTH || weight > MAX_FUNCTION_WEIGHT) {
      throw new CodedError(
        'WIT_TOO_LARGE',
        `The types of the function "${shorten(name)}" are too large for a tool: use smaller ones`,
      )
    }
    if (total > MAX_WORLD_WEIGHT) {
      throw new CodedError('WIT_TOO_LARGE', 'The component exports too many functions for tools: split it')
    }
    yield toWitFunction(exported)
  }
}

function toWitFunction({ interface: owner, name, signature }: ExportedFunction): WitFunction {
  return {
    interface: owner,
    name,
    isAsync: signature.isAsync,
    parameters: signature.parameters.map((parameter) => ({
      name: parameter.name,
      type: parameter.sized.type,
    })),
    result: signature.result?.type ?? null,
  }
}

function weightOf({ interface: owner, name, signature }: ExportedFunction): number {
  const names = [owner ?? '', name, ...signature.parameters.map((parameter) => parameter.name)]
  return sum(names.map(({ length }) => length)) + sum(typesOf(signature).map(({ weight }) => weight))
}

function depthOf(signature: Signature): number {
  return largest(typesOf(signature).map(({ depth }) => depth))
}

function typesOf({ parameters, result }: Signature): readonly SizedType[] {
  const types = parameters.map(({ sized }) => sized)
  return result === null ? types : [...types, result]
}

function shorten(name: string): string {
  return name.length <= 100 ? name : `${name.slice(0, 100)}…`
}
