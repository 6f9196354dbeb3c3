/** How much a JSON text may say. */
export interface JsonLimits {
  /** Numbers, texts, lists, objects and keys, all together. */
  readonly values: number
  readonly depth: number
}

/** Far above every document that people publish; an object for each takes a tenth of a second and 15 MB. */
export const JSON_LIMITS: JsonLimits = { values: 200_000, depth: 64 }

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Whether JSON, in UTF-8, says more than the limits allow; whether it is any is for `JSON.parse` to find out.
 *
 * A few megabytes of `{},{},…` are hundreds of megabytes and half a second of whoever parses them, and ten times that for a schema:
 * the marks between values are counted first.
 */
export function isOverLimits(bytes: Uint8Array, { values, depth }: JsonLimits): boolean {
  let [marks, open, isInText] = [0, 0, false]
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (isInText) {
      if (byte === BACKSLASH) index++
      else if (byte === QUOTE) isInText = false
    } else if (byte === QUOTE) isInText = true
    else if (byte === COMMA || byte === COLON) marks++
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      marks++
      if (++open > depth) return true
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) open--
    if (marks > values) return true
  }
  return false
}
