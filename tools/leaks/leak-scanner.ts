import { PLANTED_FORMS } from './planted-forms.ts'

const PATTERN = new RegExp(PLANTED_FORMS.map((form) => RegExp.escape(form)).join('|'))
const LONGEST_FORM = Math.max(...PLANTED_FORMS.map((form) => form.length))
const EXCERPT_CHARACTERS = 80

/** Looks for planted values in something that comes in pieces, such as an output. */
export class LeakScanner {
  #tail = ''

  /** What stands around the planted value in this piece and the end of the one before; null when there is none. */
  scan(piece: Uint8Array | string): string | null {
    const text = this.#tail + Buffer.from(piece).toString('latin1')
    const found = PATTERN.exec(text)
    // A value is told once: it must not be found in the tail again.
    this.#tail = found === null ? text.slice(-LONGEST_FORM + 1) : ''
    if (found === null) return null
    return text.slice(Math.max(0, found.index - EXCERPT_CHARACTERS), found.index + EXCERPT_CHARACTERS)
  }
}
