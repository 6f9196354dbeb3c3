/** `end`, or the UTF-16 unit before where it stands within a character: neither half of one has UTF-8. */
export function characterEnd(text: string, end: number): number {
  const last = text.charCodeAt(end - 1)
  return end < text.length && last >= 0xd8_00 && last <= 0xdb_ff ? end - 1 : end
}
