/** What stands in a secrets file for one value. */
export type SecretReference =
  | { readonly kind: 'literal'; readonly value: string }
  /** A variable of the environment that the command was started with. */
  | { readonly kind: 'env'; readonly name: string }
  /** A file with nothing but the value; one line break at its end is not part of it. */
  | { readonly kind: 'file'; readonly path: string }
  /** An entry of the operating system's keychain. */
  | { readonly kind: 'keychain'; readonly service: string; readonly account: string }

const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/
const FILE = /^file:(?:\/\/)?(\/[^\0\n]+)$/
const KEYCHAIN = /^keychain:([^/\s]+)\/(\S+)$/
const LITERAL = 'literal:'

/** Reads a stored text: `env:NAME`, `file:/path`, `keychain:SERVICE/ACCOUNT`, else the value itself. */
export function parseReference(text: string): SecretReference {
  const [, name] = ENV.exec(text) ?? []
  if (name !== undefined) return { kind: 'env', name }
  const [, path] = FILE.exec(text) ?? []
  if (path !== undefined) return { kind: 'file', path }
  const [, service, account] = KEYCHAIN.exec(text) ?? []
  if (service !== undefined && account !== undefined) return { kind: 'keychain', service, account }
  return { kind: 'literal', value: text.startsWith(LITERAL) ? text.slice(LITERAL.length) : text }
}

/** Writes a value so that it is never read as a reference. */
export function printLiteral(value: string): string {
  const reference = parseReference(value)
  return reference.kind === 'literal' && reference.value === value ? value : `${LITERAL}${value}`
}
