import type { ByteReader } from './byte-reader.ts'
import type { Definition, Exports, Signature } from './definitions.ts'
import { readAlias } from './read-alias.ts'
import { readExternName, readExternType } from './read-extern.ts'
import { readDefinedValueType, readLabel, readValueType } from './read-value-type.ts'
import { define, openScope, type Scope } from './scope.ts'

const RESOURCE = 0x3f
const FUNCTION = 0x40
const COMPONENT = 0x41
const INSTANCE = 0x42
const ASYNC_FUNCTION = 0x43

/** Reads the definition of a type. @see Binary.md `deftype` */
export function readType(reader: ByteReader, scope: Scope): Definition {
  const form = reader.peek()
  if (![RESOURCE, FUNCTION, COMPONENT, INSTANCE, ASYNC_FUNCTION].includes(form)) {
    return readDefinedValueType(reader, scope)
  }
  reader.byte()
  if (form === RESOURCE) return readResource(reader)
  if (form === INSTANCE) return { kind: 'instance', exports: readDeclarations(reader, scope) }
  if (form === COMPONENT) return { kind: 'component', exports: readDeclarations(reader, scope) }
  return { kind: 'function', signature: readSignature(reader, { scope, isAsync: form === ASYNC_FUNCTION }) }
}

/** A resource gets its name when it is exported. */
function readResource(reader: ByteReader): Definition {
  reader.byte()
  if (reader.byte() === 0x01) reader.u32()
  return { kind: 'resource', name: '' }
}

function readSignature(
  reader: ByteReader,
  { scope, isAsync }: { scope: Scope; isAsync: boolean },
): Signature {
  const parameters = reader.list(() => ({ name: readLabel(reader), sized: readValueType(reader, scope) }))
  const hasResult = reader.byte() === 0x00
  const result = hasResult ? readValueType(reader, scope) : null
  if (!hasResult && reader.byte() !== 0x00) throw reader.damaged('a function with several results')
  return { isAsync, parameters, result }
}

/** Reads the inside of an instance type or component type: all that matters of it is what it exports. */
function readDeclarations(reader: ByteReader, parent: Scope): Exports {
  const scope = openScope(parent, reader)
  reader.list(() => readDeclaration(reader, scope))
  return scope.exports
}

function readDeclaration(reader: ByteReader, scope: Scope): void {
  switch (reader.byte()) {
    case 0x01:
      return define(scope, { kind: 'type', definition: readType(reader, scope) })
    case 0x02:
      return define(scope, readAlias(reader, scope))
    case 0x03:
      return define(scope, readExternType(reader, scope, readExternName(reader)))
    case 0x04: {
      const name = readExternName(reader)
      const item = readExternType(reader, scope, name)
      scope.exports.set(name, item)
      return define(scope, item)
    }
    default:
      throw reader.damaged('a declaration that is not known, such as one of a core module')
  }
}
