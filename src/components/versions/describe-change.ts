import { quotedText, visibleText } from '#platform'

import type { Change } from './change.ts'

const MARKS = { added: '+', removed: '-', changed: '~' } as const

/** One change as one line; what a stranger wrote stands in quotes, and nothing of it can begin a line or turn one around. */
export function describeChange({ kind, what, tool, path, before, after }: Change): string {
  const isText = what === 'tool' || what === 'description'
  const subject = tool === null ? what : `tool ${quotedText(tool)}${what === 'tool' ? '' : ` ${what}`}`
  const place = path === null || path === '' ? '' : ` ${quotedText(path)}`
  const values = [before, after]
    .filter((text) => text !== null)
    .map((text) => (isText ? quotedText(text) : visibleText(text)))
  return `${MARKS[kind]} ${subject}${place}: ${values.join(' → ')}`
}
