/** A policy that came along asks for some dozen rules; the YAML library takes seconds for a few ten thousand marks. */
export const MAX_FOREIGN_MARKS = 2_000

const MARKS = new Set('\n\r[]{},:?!&*#|>%@`"\'')

/** Whether YAML has more than `most` characters that can begin, separate or end something. */
export function hasMoreMarks(text: string, most: number): boolean {
  let marks = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    const isItem = character === '-' && isBlank(text[index + 1])
    if ((isItem || MARKS.has(character)) && ++marks > most) return true
  }
  return false
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\t' || character === '\n'
}
