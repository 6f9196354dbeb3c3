/** What a script of the Component Model's tests says to do. */
export type Command =
  | {
      readonly kind: 'component'
      readonly text: string
      readonly id: string | null
      readonly isDefinition: boolean
    }
  | { readonly kind: 'instance'; readonly of: string }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly Literal[]
      readonly expected: Expected
    }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'start-traps'; readonly text: string | null; readonly of: string | null }
  /** What is said in a way that is not read here. */
  | { readonly kind: 'other' }

/** What a call comes to. */
export type Expected =
  | { readonly kind: 'returns'; readonly values: readonly Literal[] }
  | { readonly kind: 'traps' }

/** A value, as JavaScript has it for generated code. */
export type Literal = number | bigint | boolean | string

/** The commands of a script, in their order. */
export function readWast(text: string): Command[] {
  return formsIn(text).map(readCommand)
}

function readCommand(form: string): Command {
  const [, keyword = ''] = /^\(\s*(\w+)/.exec(form) ?? []
  switch (keyword) {
    case 'component':
      return readComponent(form)
    case 'invoke':
      return readCall(form, { kind: 'returns', values: [] })
    case 'assert_return':
    case 'assert_trap':
      return readAssertion(form, keyword)
    case 'assert_invalid':
    case 'assert_malformed':
      return { kind: 'refused', text: partsOf(form)[0] ?? '' }
    default:
      return { kind: 'other' }
  }
}

function readComponent(form: string): Command {
  const [, what, first = null, second = null] =
    /^\(\s*component\s*(definition|instance)?\s*(\$[^\s()]+)?\s*(\$[^\s()]+)?/.exec(form) ?? []
  if (what === 'instance') return { kind: 'instance', of: second ?? first ?? '' }
  const text = form.replace(/^\(\s*component\s+definition/, '(component')
  return { kind: 'component', text, id: first, isDefinition: what === 'definition' }
}

function readAssertion(form: string, keyword: 'assert_return' | 'assert_trap'): Command {
  const [subject = '', ...values] = partsOf(form)
  if (/^\(\s*component/.test(subject)) {
    const component = readComponent(subject)
    return component.kind === 'instance'
      ? { kind: 'start-traps', text: null, of: component.of }
      : { kind: 'start-traps', text: subject, of: null }
  }
  if (keyword === 'assert_trap') return readCall(subject, { kind: 'traps' })
  const literals = values.map(readLiteral)
  return literals.every((one) => one !== null)
    ? readCall(subject, { kind: 'returns', values: literals })
    : { kind: 'other' }
}

function readCall(form: string, expected: Expected): Command {
  const [, name] = /^\(\s*invoke\s+(?:\$\S+\s+)?"([^"]*)"/.exec(form) ?? []
  const args = partsOf(form).map(readLiteral)
  if (name === undefined || !args.every((one) => one !== null)) return { kind: 'other' }
  return { kind: 'call', name, args, expected }
}

function readLiteral(form: string): Literal | null {
  const [, type = '', value = ''] = /^\(\s*(\w+)\.const\s+([^()]*?)\s*\)$/.exec(form) ?? []
  if (type === 'bool') return value === 'true'
  if (type === 'str' || type === 'char') return unquoted(value)
  if (type === 'u64' || type === 's64') return BigInt(value)
  if (type === 'f32' || type === 'f64') return float(value)
  return /^[us](?:8|16|32)$/.test(type) ? Number(value) : null
}

function float(value: string): number {
  if (/^[+-]?inf$/.test(value)) return value.startsWith('-') ? -Infinity : Infinity
  return /nan/.test(value) ? Number.NaN : Number(value)
}

function unquoted(value: string): string | null {
  const escaped = value.replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  )
  try {
    return String(JSON.parse(escaped))
  } catch {
    return null
  }
}

/** The parenthesized parts inside a form. */
function partsOf(form: string): string[] {
  return formsIn(form.slice(1, -1))
}

const TOKEN = /"(?:[^"\\]|\\.)*"|;;[^\n]*|\(;(?:[^;]|;(?!\)))*;\)|[()]/g

/** The outermost parenthesized forms of a text; texts and comments are passed over. */
function formsIn(text: string): string[] {
  const forms: string[] = []
  let depth = 0
  let start = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '(') {
      if (depth === 0) start = index
      depth += 1
    } else if (token === ')') {
      depth -= 1
      if (depth === 0) forms.push(text.slice(start, index + 1))
    }
  }
  return forms
}
