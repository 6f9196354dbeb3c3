import type { GlueNode } from './glue-parser.ts'

/** The name that a node is, unless it is that of the constructor of a class: that one is no property that is read. */
export function namesOf({ type, name = '', kind, key }: GlueNode): readonly string[] {
  if (type === 'MethodDefinition' && kind !== 'constructor' && key?.name === 'constructor')
    return ['constructor']
  const isName = type === 'Identifier' || type === 'PrivateIdentifier'
  return isName && name !== 'constructor' ? [name] : []
}

/** Under which text a node looks something up. */
export function keysOf({ type, computed, property }: GlueNode): readonly string[] {
  return type === 'MemberExpression' && computed === true && property !== undefined ? textsOf(property) : []
}

/** What a node says as text. */
export function textsOf({ type, value, raw = '' }: GlueNode): readonly string[] {
  if (type === 'Literal' && raw.startsWith('/')) return [raw]
  if (type === 'Literal') return typeof value === 'string' ? [value] : []
  return type === 'TemplateElement' && isTemplateText(value) ? [value.raw, value.cooked ?? ''] : []
}

function isTemplateText(value: unknown): value is { raw: string; cooked: string | null } {
  return typeof value === 'object' && value !== null && 'raw' in value
}
