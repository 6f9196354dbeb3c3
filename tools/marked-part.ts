/** A document with another text between two marks. @throws where it has no place for one */
export function withMarked(document: string, [begin, end]: readonly [string, string], text: string): string {
  const start = document.indexOf(begin)
  const stop = document.indexOf(end, start)
  if (start === -1 || stop === -1) throw new Error(`The document has no place for it: '${begin}'`)
  return `${document.slice(0, start + begin.length)}\n\n${text}\n\n${document.slice(stop)}`
}
