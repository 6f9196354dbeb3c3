/** What UTF-8 bytes say in JSON; null for bytes that are none, and for the word itself. */
export function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return null
  }
}
