/** One challenge of a `WWW-Authenticate` header; scheme and parameter names are lower case. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Real ones have some hundred characters; reading an endless one takes quadratic time. */
const LONGEST_HEADER = 4096

const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/y
const TOKEN68 = / +[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y
const BLANKS = /[\s,]*/y
const EQUALS = /\s*=\s*/y

/**
 * Reads the challenges of a `WWW-Authenticate` header by RFC 9110 section 11.6.1.
 *
 * There may be several, and values may hold commas inside quotes; what cannot be read ends the list.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = []
  const scanner = new Scanner(header.slice(0, LONGEST_HEADER))
  for (;;) {
    scanner.take(BLANKS)
    const scheme = scanner.take(TOKEN)
    if (scheme === undefined) return challenges
    challenges.push({ scheme: scheme.toLowerCase(), parameters: takeParameters(scanner) })
  }
}

function takeParameters(scanner: Scanner): Record<string, string> {
  const parameters: [string, string][] = []
  // Credentials in one piece (token68), as NTLM sends them; no registry does.
  scanner.take(TOKEN68)
  for (;;) {
    const before = scanner.position
    scanner.take(BLANKS)
    const name = scanner.take(TOKEN)
    if (name === undefined || scanner.take(EQUALS) === undefined) {
      // It was the scheme of the next challenge.
      scanner.position = before
      return Object.fromEntries(parameters)
    }
    const value = scanner.take(QUOTED)?.slice(1, -1).replace(/\\(.)/g, '$1') ?? scanner.take(TOKEN) ?? ''
    parameters.push([name.toLowerCase(), value])
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
}
