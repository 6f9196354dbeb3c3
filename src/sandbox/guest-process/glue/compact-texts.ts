import { VALUES_IMPORT } from '../values/index.ts'
import { GlueChanged } from './glue-changed.ts'

const DECODE =
  /utf16Decoder\.decode\(new Uint16Array\((?<memory>memory\d+)\.buffer, (?<ptr>ptr\d+), (?<len>len\d+)\)\)/g

const ENCODE =
  /(?<call>_utf16AllocateAndEncode(?:Async)?)(?<args>\([^;]*\);\s*var ptr\d+ ?= encodeRes\.ptr;\s*var len\d+ = )[^;]+\.length;/g

/** Reads and writes texts of a component as Latin-1 or UTF-16, text by text, in code that was generated for UTF-16. */
export function compactTexts(text: string): string {
  const mended = text
    .replaceAll("stringEncoding: 'utf16'", "stringEncoding: 'compact'")
    .replace(DECODE, `imports['${VALUES_IMPORT}'].readCompact($<memory>, $<ptr>, $<len>)`)
    .replace(ENCODE, (_, call: string, args: string) => {
      const ours = call.endsWith('Async') ? 'writeCompactLater' : 'writeCompact'
      return `imports['${VALUES_IMPORT}'].${ours}${args}encodeRes.len;`
    })
  if (/(?:utf16Decoder\.decode|= (?:await )?_utf16AllocateAndEncode(?:Async)?)\(/.test(mended)) {
    throw new GlueChanged('a text in UTF-16')
  }
  return mended
}
