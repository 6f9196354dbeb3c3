import { characterEnd, JsonText } from '#platform'

/** A message is written in pieces of so many characters, so that others have their turn between them. */
const PIECE_CHARACTERS = 64 * 1024

/** The JSON of a message in pieces; results in it are not read again, and nothing takes long. */
export function* messagePieces(message: object): Generator<string> {
  let piece = ''
  for (const part of partsOf(message)) {
    piece += part
    if (piece.length < PIECE_CHARACTERS) continue
    yield piece
    piece = ''
  }
  yield `${piece}\n`
}

function* partsOf(value: unknown): Generator<string> {
  if (value instanceof JsonText) yield* value.form === 'json' ? slicesOf(value.text) : partsOfText(value.text)
  else if (typeof value === 'string') yield* partsOfText(value)
  else if (Array.isArray(value)) yield* partsOfArray(value)
  else if (typeof value === 'object' && value !== null) yield* partsOfObject(value)
  else yield JSON.stringify(value) ?? 'null'
}

function* partsOfText(text: string): Generator<string> {
  yield '"'
  for (const slice of slicesOf(text)) yield JSON.stringify(slice).slice(1, -1)
  yield '"'
}

function* partsOfArray(items: readonly unknown[]): Generator<string> {
  yield '['
  for (const [index, item] of items.entries()) {
    if (index > 0) yield ','
    yield* partsOf(item)
  }
  yield ']'
}

function* partsOfObject(object: object): Generator<string> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined)
  yield '{'
  for (const [index, [key, value]] of entries.entries()) {
    yield `${index > 0 ? ',' : ''}${JSON.stringify(key)}:`
    yield* partsOf(value)
  }
  yield '}'
}

function* slicesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = characterEnd(text, Math.min(start + PIECE_CHARACTERS, text.length))
    yield text.slice(start, end)
    start = end
  }
}
