import { replaceHidden } from './visible-text.ts'

/** One word for any shell of POSIX, in one line that shows all of it. */
export function shellWord(text: string): string {
  if (/^[\w./:@,-]+$/.test(text)) return text
  const escaped = replaceHidden(text.replaceAll(/[\\']/g, String.raw`\$&`), octal)
  const hides = replaceHidden(text, () => '') !== text
  return hides ? `$'${escaped}'` : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** As the bytes of UTF-8, each in three digits: what follows is never taken for one of them. */
function octal(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
