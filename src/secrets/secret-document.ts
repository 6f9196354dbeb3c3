import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar } from 'yaml'

import { CodedError } from '#platform'

/** Far above what people write by hand, far below what takes time to parse. */
const MAX_CHARACTERS = 1024 * 1024

/** Reads a map of keys and texts. @throws CodedError `SECRETS_INVALID` with file and line */
export function readTexts(text: string, file: string): ReadonlyMap<string, string> {
  return readEntries(text, file, scalarText)
}

/** Reads a map of keys and lists of texts. @throws CodedError `SECRETS_INVALID` with file and line */
export function readLists(text: string, file: string): ReadonlyMap<string, readonly string[]> {
  return readEntries(text, file, (node) => {
    const items = isSeq<Node>(node) ? node.items.map(scalarText) : [undefined]
    return items.every((item) => item !== undefined) ? items : undefined
  })
}

/** The text with other values for some keys, null to remove one; the rest and the comments stay. @throws CodedError `SECRETS_INVALID` */
export function withChanges(
  text: string,
  file: string,
  changes: ReadonlyMap<string, string | readonly string[] | null>,
): string {
  const document = openDocument(text, file)
  for (const [key, value] of changes) {
    if (value === null) document.delete(key)
    else document.set(key, typeof value === 'string' ? quoted(value) : document.createNode(value))
  }
  return document.toString({ lineWidth: 0 })
}

function readEntries<T>(
  text: string,
  file: string,
  read: (value: Node | null) => T | undefined,
): ReadonlyMap<string, T> {
  const { contents } = openDocument(text, file)
  if (!isMap<Node, Node | null>(contents)) return new Map()
  return new Map(
    contents.items.map(({ key, value }): [string, T] => {
      const found = read(value)
      if (found !== undefined && isScalar(key)) return [String(key.value), found]
      throw invalid(file, text.slice(0, key.range?.[0] ?? 0).split('\n').length)
    }),
  )
}

function openDocument(text: string, file: string): Document {
  const lineCounter = new LineCounter()
  if (text.length > MAX_CHARACTERS) throw invalid(file, 1)
  // `failsafe`: a value of digits or `yes` is a text like every other.
  const document: Document = parseDocument(text, { lineCounter, prettyErrors: false, schema: 'failsafe' })
  // The parser's own message would quote a piece of the file, which may be a secret.
  const [problem] = document.errors
  if (problem !== undefined) throw invalid(file, lineCounter.linePos(problem.pos[0]).line)
  const { contents } = document
  const isEmpty = contents === null || (isScalar(contents) && contents.value === '')
  if (isEmpty) document.contents = document.createNode({})
  else if (!isMap(contents)) throw invalid(file, 1)
  return document
}

function scalarText(node: Node | null): string | undefined {
  if (node === null) return ''
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}

/** A text that every YAML reader takes for a text. */
function quoted(value: string): Scalar {
  const scalar = new Scalar(value)
  scalar.type = 'QUOTE_DOUBLE'
  return scalar
}

function invalid(file: string, line: number): CodedError {
  return new CodedError(
    'SECRETS_INVALID',
    `Fix line ${line} of '${file}': it is not part of a map of keys and values`,
  )
}
