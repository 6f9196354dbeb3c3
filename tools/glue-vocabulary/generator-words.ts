import { readdir, readFile } from 'node:fs/promises'

const GENERATOR = new URL(
  '../../node_modules/@bytecodealliance/jco-transpile/vendor/js-component-bindgen-component.core.wasm',
  import.meta.url,
)

const DATA_SECTION = 11
const PREAMBLE_BYTES = 8

/** Texts of the generator that look like JavaScript, and no word of its own. */
const TEXT = /[\x20-\x7e\n\t]{12,}/g
const JAVASCRIPT = /_debugLog|=> |\bconst \w+ ?=|\blet \w+|;\n/

/** Every text from which the pinned generator puts code together. */
export async function generatorTexts(): Promise<readonly string[]> {
  const bytes = await readFile(GENERATOR)
  const texts = dataOf(bytes).toString('latin1').match(TEXT) ?? []
  return texts.filter((text) => JAVASCRIPT.test(text))
}

const MENDS = new URL('../../src/sandbox/guest-process/glue/', import.meta.url)

/** What our mends put in its place. */
export async function mendTexts(): Promise<readonly string[]> {
  const names = await readdir(MENDS)
  return Promise.all(names.map((name) => readFile(new URL(name, MENDS), 'utf8')))
}

function dataOf(bytes: Buffer): Buffer {
  let offset = PREAMBLE_BYTES
  while (offset < bytes.length) {
    const id = bytes.readUInt8(offset)
    const { value: length, end } = numberAt(bytes, offset + 1)
    if (id === DATA_SECTION) return bytes.subarray(end, end + length)
    offset = end + length
  }
  throw new Error('The generator has no data')
}

function numberAt(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  for (let end = start, scale = 1; ; end += 1, scale *= 0x80) {
    const byte = bytes.readUInt8(end)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return { value, end: end + 1 }
  }
}
