/** Bytes of a component binary, put together by hand; numbers are bytes, text is UTF-8. */
export type Piece = number | string | Uint8Array | readonly Piece[]

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]

/** A whole component of these sections. */
export function componentOf(...sections: readonly Piece[]): Uint8Array {
  return bytesOf([PREAMBLE, sections])
}

/** A section of these items, with their number in front. */
export function section(id: number, items: readonly Piece[]): Piece {
  return block(id, [leb(items.length), items])
}

/** A section of this content. */
export function block(id: number, content: Piece): Piece {
  const bytes = bytesOf(content)
  return [id, leb(bytes.length), bytes]
}

/** A name with its length in front. */
export function name(text: string): Piece {
  const bytes = new TextEncoder().encode(text)
  return [leb(bytes.length), bytes]
}

/** The name of an import or export. */
export function externName(text: string): Piece {
  return [0x00, name(text)]
}

/** A list with its length in front. */
export function list(items: readonly Piece[]): Piece {
  return [leb(items.length), items]
}

/** An unsigned number. */
export function leb(value: number): Piece {
  return value < 0x80 ? value : [(value % 0x80) + 0x80, leb(Math.floor(value / 0x80))]
}

/** The number of a type where a primitive type could stand: signed, so that the sixth bit of the last byte is clear. */
export function typeIndex(value: number): Piece {
  return value < 0x40 ? value : [(value % 0x80) + 0x80, typeIndex(Math.floor(value / 0x80))]
}

/** The bytes of a piece. */
export function bytesOf(piece: Piece): Uint8Array {
  if (typeof piece === 'number') return Uint8Array.of(piece)
  if (typeof piece === 'string') return new TextEncoder().encode(piece)
  if (piece instanceof Uint8Array) return piece
  return new Uint8Array(Buffer.concat(piece.map(bytesOf)))
}
