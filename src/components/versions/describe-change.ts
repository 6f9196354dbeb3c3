import type { Change } from './change.ts'

const MARKS = { added: '+', removed: '-', changed: '~' } as const

/** One change as one line; what a stranger wrote stands in quotes, and nothing of it can begin a line or turn one around. */
export function describeChange({ kind, what, tool, path, before, after }: Change): string {
  const isText = what === 'tool' || what === 'description'
  const subject = tool === null ? what : `tool ${quoted(tool)}${what === 'tool' ? '' : ` ${what}`}`
  const place = path === null || path === '' ? '' : ` ${quoted(path)}`
  const values = [before, after]
    .filter((text) => text !== null)
    .map((text) => (isText ? quoted(text) : printable(text)))
  return `${MARKS[kind]} ${subject}${place}: ${values.join(' → ')}`
}

function quoted(text: string): string {
  return printable(JSON.stringify(text))
}

/** What a terminal would not show as it is stands as an escape: controls, marks of direction, blanks of other widths. */
function printable(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]|[^\S ]/gu,
    (character) => String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}
