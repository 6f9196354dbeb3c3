/** Text of strangers without what would redraw a terminal or hide in it; lines stay lines. */
export function plainText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|\p{Cf}/gu, '')
}

/** As `plainText`, in one line. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ')
}
