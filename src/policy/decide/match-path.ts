/** Which list a rule with paths stands in: a doubt about what a path means is a no to an allow, and a yes to a deny. */
export type PathEffect = 'allow' | 'deny'

/** Whether the path of a request, null where there is none, is a prefix of a rule or lies beneath it. */
export function liesUnder(prefix: string, path: string | null, effect: PathEffect): boolean {
  if (prefix === '') return true
  if (path === null) return false
  const plain = unescaped(path.replace(/[?#].*$/s, ''))
  if (plain === null) return effect === 'deny'
  const [one, start] = effect === 'deny' ? [folded(plain), folded(prefix)] : [plain, prefix]
  return one === start || one.startsWith(`${start}/`)
}

/** Null where servers differ in what the path means: `/v1/..%2fadmin`, `/v1/%252e%252e/admin`, `/v1//../admin`, `/v1\..\admin`. */
function unescaped(path: string): string | null {
  try {
    const plain = decodeURIComponent(path)
    // What is left of an escape would mean something else to a server that decodes twice.
    const isUnclear = /%2f|%5c|%00/i.test(path) || /[\\\0]|%[0-9a-f]{2}/i.test(plain)
    return isUnclear || climbs(plain) ? null : plain
  } catch {
    return null
  }
}

/** Whether a name is none, or leads up for a server that drops parameters (`..;x`), spaces or full-width forms. */
function climbs(plain: string): boolean {
  const names = plain.split('/').slice(1).map(bare)
  return names.some(
    (name, index) => name === '.' || name === '..' || (name === '' && index < names.length - 1),
  )
}

function bare(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/;.*$/s, '')
    .replaceAll(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '')
}

/** As a server may read it that knows no case, drops parameters of a name (`/admin;x`), and dots and spaces at its end. */
function folded(path: string): string {
  const names = path.split('/').map((name) => bare(name).replace(/[.\s]+$/, ''))
  return names.join('/').toUpperCase().toLowerCase()
}
