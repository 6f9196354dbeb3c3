/** What a person reads of one text, and what a model can be made to read by a stranger. */
const LONGEST = 240
const CONTEXT = 40

/** Two texts as they are shown beside each other: cut around the place where they begin to differ, wherever that is. */
export function excerpts(
  before: string | null,
  after: string | null,
): readonly [string | null, string | null] {
  if (before === null || after === null) return [cut(before, 0), cut(after, 0)]
  const from = Math.max(0, commonLength(before, after) - CONTEXT)
  return [cut(before, from), cut(after, from)]
}

function cut(text: string | null, from: number): string | null {
  if (text === null || text.length <= LONGEST) return text
  const end = from + LONGEST
  const shown = text.slice(from, end).toWellFormed()
  return `${from > 0 ? '…' : ''}${shown}${end < text.length ? '…' : ''} (${text.length} characters)`
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}
