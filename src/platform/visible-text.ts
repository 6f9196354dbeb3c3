const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]|[^\S ]/gu
const HIDDEN_IN_LINES = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu

/**
 * Text of strangers in one line: what would redraw a terminal, begin a line, turn one around or hide stands as an escape.
 *
 * A name of a stranger within a sentence of ours could otherwise write other words over the sentence, or add one.
 */
export function visibleText(text: string): string {
  return replaceHidden(text, escaped)
}

/** Puts something else in the place of each character that `visibleText` does not show as it is. */
export function replaceHidden(text: string, replace: (character: string) => string): string {
  return text.replaceAll(HIDDEN, (character) => replace(character))
}

/** As `visibleText`; line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll(HIDDEN_IN_LINES, escaped)
}

/** As `visibleText`, in double quotes, which cannot end within. */
export function quotedText(text: string): string {
  return visibleText(JSON.stringify(text))
}

/** JSON in which nothing hides: the same data for every parser. */
export function visibleJson(value: unknown, space?: number): string {
  return escapeInJson(JSON.stringify(value, null, space))
}

/** The same for JSON that is written already. */
export function escapeInJson(json: string): string {
  return json.replaceAll(HIDDEN_IN_LINES, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  )
}

function escaped(character: string): string {
  return String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

function unitEscape(unit: number): string {
  return String.raw`\u${unit.toString(16).padStart(4, '0')}`
}
