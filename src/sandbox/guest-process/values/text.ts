/** How the texts of a component lie in its memory, as the generated code names it. */
export type TextEncoding = 'utf8' | 'utf16' | 'compact'

const STRICT = { fatal: true, ignoreBOM: true } as const
const UTF8 = new TextDecoder('utf-8', STRICT)
const UTF16 = new TextDecoder('utf-16le', STRICT)
const TO_UTF8 = new TextEncoder()

/** Allocates in the memory of a guest. */
export type Realloc = (...request: [old: number, oldSize: number, align: number, size: number]) => number

/** As `Realloc`, of an export that may wait. */
export type ReallocLater = (...request: Parameters<Realloc>) => Promise<number>

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
  switch (encoding) {
    case 'utf8':
      return UTF8.decode(new Uint8Array(buffer, start, length))
    case 'utf16':
      // Throws where the pointer is not aligned, as the canonical ABI asks for
      return UTF16.decode(new Uint16Array(buffer, start, length))
    case 'compact':
      return readCompact(buffer, start, length)
  }
}

/** Set in the length of a text that is UTF-16; it is Latin-1 without. @see CanonicalABI.md `UTF16_TAG` */
const UTF16_TAG = 0x8000_0000

function readCompact(buffer: ArrayBufferLike, start: number, length: number): string {
  if (length >= UTF16_TAG) return UTF16.decode(new Uint16Array(buffer, start, length - UTF16_TAG))
  if (start % 2 !== 0) throw new TypeError(`A text at ${start} is not aligned to 2`)
  return Buffer.from(buffer, start, length).toString('latin1')
}

/** How a text gets into the memory of a guest. */
interface WriteOptions {
  readonly realloc: Realloc
  readonly encoding: TextEncoding
}

/** Puts a text into the memory of a guest. @see CanonicalABI.md `store_string_into_range` */
export function writeText(
  memory: WebAssembly.Memory,
  text: string,
  { realloc, encoding }: WriteOptions,
): TextPlace {
  const { bytes, align, len } = encoded(text, encoding)
  const ptr = realloc(0, 0, align, bytes.length) >>> 0
  new Uint8Array(memory.buffer, ptr, bytes.length).set(bytes)
  return { ptr, len }
}

/** As `writeText()`, where making room takes its time. */
export async function writeTextLater(
  memory: WebAssembly.Memory,
  text: string,
  { realloc, encoding }: { readonly realloc: ReallocLater; readonly encoding: TextEncoding },
): Promise<TextPlace> {
  const { bytes, align, len } = encoded(text, encoding)
  const ptr = (await realloc(0, 0, align, bytes.length)) >>> 0
  new Uint8Array(memory.buffer, ptr, bytes.length).set(bytes)
  return { ptr, len }
}

interface EncodedText {
  readonly bytes: Uint8Array
  readonly align: 1 | 2
  readonly len: number
}

function encoded(text: string, encoding: TextEncoding): EncodedText {
  if (encoding === 'utf8') {
    const bytes = TO_UTF8.encode(text)
    return { bytes, align: 1, len: bytes.length }
  }
  if (encoding === 'compact' && isLatin1(text)) {
    return { bytes: Buffer.from(text, 'latin1'), align: 2, len: text.length }
  }
  const len = encoding === 'compact' ? text.length + UTF16_TAG : text.length
  return { bytes: Buffer.from(text, 'utf16le'), align: 2, len }
}

function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false
  return true
}
