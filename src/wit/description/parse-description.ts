import type { WitFunction } from '../types.ts'
import { externNameOf, labelOf, listOf, objectOf, senseless } from './checked.ts'
import { type ComponentDescription, MAX_DESCRIPTION_BYTES, MAX_FUNCTIONS } from './component-description.ts'
import { parseDocs } from './parse-docs.ts'
import { TypeParser } from './parse-type.ts'

const MAX_IMPORTS = 10_000
const MAX_PARAMETERS = 1_000

/** Reads what `printDescription` has written; whoever wrote it is not trusted. @throws CodedError `COMPONENT_INVALID` */
export function parseDescription(bytes: Uint8Array): ComponentDescription {
  if (bytes.length > MAX_DESCRIPTION_BYTES) throw senseless(`it has ${bytes.length} bytes`)
  const { imports, functions, docs } = objectOf(parseJson(bytes), 'it')
  const types = new TypeParser()
  return {
    world: {
      imports: listOf(imports, 'the imports', MAX_IMPORTS).map((name) => externNameOf(name, 'an import')),
      functions: listOf(functions, 'the functions', MAX_FUNCTIONS).map((item) => parseFunction(item, types)),
    },
    docs: parseDocs(docs),
  }
}

function parseFunction(value: unknown, types: TypeParser): WitFunction {
  const { interface: owner, name, isAsync, parameters, result } = objectOf(value, 'a function')
  if (typeof isAsync !== 'boolean') throw senseless('a function is neither async nor not')
  return {
    interface: owner === null ? null : externNameOf(owner, 'an interface'),
    name: externNameOf(name, 'a function'),
    isAsync,
    parameters: listOf(parameters, 'the parameters', MAX_PARAMETERS).map((item) => {
      const parameter = objectOf(item, 'a parameter')
      return { name: labelOf(parameter['name'], 'a parameter'), type: types.type(parameter['type']) }
    }),
    result: types.typeOrNull(result),
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw senseless('it is no JSON')
  }
}
