import { characterEnd } from './character-end.ts'

/** Below this a value is a word that stands everywhere; in characters. */
const SHORTEST_VALUE = 6

/** A line of a value that has several: logs have one line each, and none of them the whole value. In characters. */
const SHORTEST_LINE = 16

const REDACTED = '[redacted]'

/** Knows the values that must never be shown and takes them out of everything that will be. */
export class Redactor {
  readonly #forms = new Set<string>()
  /** Made from the forms when it is needed; null while it is not. */
  #pattern: RegExp | null = null

  /** From now on this value is taken out, also as base64, percent-encoded and as a JSON string. */
  add(value: string): void {
    if (value.length < SHORTEST_VALUE || this.#forms.has(value)) return
    for (const form of [value, ...longLinesOf(value)].flatMap(formsOf)) this.#forms.add(form)
    this.#pattern = null
  }

  redact(text: string): string {
    return this.#forms.size === 0 ? text : text.replace(this.#findPattern(), REDACTED)
  }

  /** As `redact`, of a text that comes in parts: what may be the beginning of a value is kept back for the next. */
  redactParts(): RedactedParts {
    if (this.#forms.size === 0) return { push: (part) => part, end: () => '' }
    const longest = [...this.#forms].reduce((most, { length }) => Math.max(most, length), 0)
    return new PartsInProgress(this.#findPattern(), longest)
  }

  /** A copy of JSON data and errors with every string redacted, keys too. */
  redactDeep(value: unknown): unknown {
    return this.#forms.size === 0 ? value : this.#copy(value, new Set())
  }

  #findPattern(): RegExp {
    // The longest first: a value that begins with another one must not leave its end behind.
    const longestFirst = () => [...this.#forms].toSorted((a, b) => b.length - a.length)
    this.#pattern ??= new RegExp(
      longestFirst()
        .map((form) => RegExp.escape(form))
        .join('|'),
      'g',
    )
    return this.#pattern
  }

  #copy(value: unknown, parents: ReadonlySet<object>): unknown {
    if (typeof value === 'string') return this.redact(value)
    if (typeof value !== 'object' || value === null) return value
    if (parents.has(value)) return '[circular]'
    const within = new Set([...parents, value])
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, within))
    if (value instanceof Error) return this.#copyError(value, within)
    if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null)
      return value
    const entries = Object.entries(value)
    return Object.fromEntries(entries.map(([key, item]) => [this.redact(key), this.#copy(item, within)]))
  }

  #copyError({ name, message, stack, cause }: Error, within: ReadonlySet<object>): unknown {
    const copy = { name, message: this.redact(message), stack: this.redact(stack ?? '') }
    return cause === undefined ? copy : { ...copy, cause: this.#copy(cause, within) }
  }
}

/** A text that is redacted in parts. */
export interface RedactedParts {
  /** Takes the next part; gives what is certain of the text. */
  push(part: string): string
  /** Gives the rest. */
  end(): string
}

class PartsInProgress implements RedactedParts {
  readonly #pattern: RegExp
  readonly #longest: number
  #kept = ''

  constructor(pattern: RegExp, longest: number) {
    this.#pattern = pattern
    this.#longest = longest
  }

  push(part: string): string {
    const text = this.#kept + part
    const certain = Math.max(0, text.length - this.#longest + 1)
    let redacted = ''
    let at = 0
    for (const { index, 0: found } of text.matchAll(this.#pattern)) {
      if (index >= certain) break
      redacted += text.slice(at, index) + REDACTED
      at = index + found.length
    }
    const end = characterEnd(text, Math.max(at, certain))
    this.#kept = text.slice(end)
    return redacted + text.slice(at, end)
  }

  end(): string {
    return this.#kept.replace(this.#pattern, REDACTED)
  }
}

function longLinesOf(value: string): readonly string[] {
  const lines = value.split(/[\r\n]+/)
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE)
}

function formsOf(value: string): readonly string[] {
  const encoded = encodeURIComponent(value.toWellFormed())
  const forms = [
    value,
    encoded,
    new URLSearchParams([['', value]]).toString().slice(1),
    encoded.toLowerCase(),
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(value)
      .slice(1, -1)
      .replaceAll(/[^ -~]/g, escaped),
    // UTF-8 that somebody took for Latin-1, as servers do that send a header back.
    Buffer.from(value).toString('latin1'),
    ...(['hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(value).toString(encoding)),
    ...base64Forms(value),
  ]
  return forms.filter((form) => form.length >= SHORTEST_VALUE)
}

/** A UTF-16 unit in JSON that is ASCII alone. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Base64 of the value wherever it begins in a longer text, as in `user:password`: without the characters that it shares with its neighbours. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const isWhole = (offset + bytes.length) % 3 === 0
    const own = text.slice(Math.ceil((offset * 8) / 6), isWhole ? undefined : -1)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
