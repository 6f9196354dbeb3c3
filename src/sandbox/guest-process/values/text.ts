/** How the texts of a component lie in its memory, as the generated code names it. */
export type TextEncoding = 'utf8' | 'utf16'

const STRICT = { fatal: true, ignoreBOM: true } as const
const UTF8 = new TextDecoder('utf-8', STRICT)
const UTF16 = new TextDecoder('utf-16le', STRICT)
const TO_UTF8 = new TextEncoder()

/** Allocates in the memory of a guest. */
export type Realloc = (...request: [old: number, oldSize: number, align: number, size: number]) => number

/** Where a text lies: its length is in code units. */
export interface TextPlace {
  readonly ptr: number
  readonly len: number
}

/**
 * Reads a text of a guest, and refuses one that is none instead of putting U+FFFD into it.
 *
 * @see CanonicalABI.md `load_string_from_range`
 */
export function readText(buffer: ArrayBufferLike, { ptr, len }: TextPlace, encoding: TextEncoding): string {
  const start = ptr >>> 0
  const length = len >>> 0
  if (encoding === 'utf8') return UTF8.decode(new Uint8Array(buffer, start, length))
  // Throws where the pointer is not aligned, as the canonical ABI asks for
  return UTF16.decode(new Uint16Array(buffer, start, length))
}

/** Puts a text into the memory of a guest. @see CanonicalABI.md `store_string_into_range` */
export function writeText(
  memory: WebAssembly.Memory,
  text: string,
  { realloc, encoding }: { readonly realloc: Realloc; readonly encoding: TextEncoding },
): TextPlace {
  if (encoding === 'utf8') {
    const bytes = TO_UTF8.encode(text)
    const ptr = realloc(0, 0, 1, bytes.length) >>> 0
    new Uint8Array(memory.buffer, ptr, bytes.length).set(bytes)
    return { ptr, len: bytes.length }
  }
  const ptr = realloc(0, 0, 2, text.length * 2) >>> 0
  const units = new Uint16Array(memory.buffer, ptr, text.length)
  for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index)
  return { ptr, len: text.length }
}
