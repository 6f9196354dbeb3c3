/** One challenge of a `WWW-Authenticate` header; scheme and parameter names are lower case. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/y
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y
const BLANKS = /[\s,]*/y
const EQUALS = /\s*=\s*/y

/**
 * Reads the challenges of a `WWW-Authenticate` header by RFC 9110 section 11.6.1.
 *
 * There may be several, and values may hold commas inside quotes; what cannot be read ends the list.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = []
  const scanner = new Scanner(header)
  for (;;) {
    scanner.take(BLANKS)
    const scheme = scanner.take(TOKEN)
    if (scheme === undefined) return challenges
    challenges.push({ scheme: scheme.toLowerCase(), parameters: takeParameters(scanner) })
  }
}

function takeParameters(scanner: Scanner): Record<string, string> {
  const parameters: [string, string][] = []
  for (;;) {
    const before = scanner.position
    scanner.take(BLANKS)
    const name = scanner.take(TOKEN)
    if (name !== undefined && scanner.take(EQUALS) !== undefined) {
      const value = scanner.take(QUOTED)?.slice(1, -1).replace(/\\(.)/g, '$1') ?? scanner.take(TOKEN) ?? ''
      parameters.push([name.toLowerCase(), value])
      continue
    }
    // Either the next scheme, or credentials in one piece (token68), which no registry uses: stepped over.
    scanner.position = before
    if (parameters.length > 0 || !scanner.skipToken68()) return Object.fromEntries(parameters)
  }
}

class Scanner {
  position = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.position += match[0].length
    return match[0]
  }

  skipToken68(): boolean {
    if (!/^ +[^,\s]/.test(this.#text.slice(this.position))) return false
    this.take(/ +/y)
    return this.take(TOKEN68) !== undefined
  }
}
